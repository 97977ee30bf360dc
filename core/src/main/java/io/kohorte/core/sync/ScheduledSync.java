// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.SyncId;
import jakarta.enterprise.context.Dependent;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Asks for a run when its time has come. */
@Dependent
@DisallowConcurrentExecution
public class ScheduledSync implements Job {

    private final DeliveryEngine engine;

    public ScheduledSync(DeliveryEngine engine) {
        this.engine = engine;
    }

    @Override
    public void execute(JobExecutionContext context) {
        var sync = Long.parseLong(context.getJobDetail().getKey().getName());
        engine.queue(new SyncId(sync), Sync.BY_SCHEDULE, Removals.ASK);
    }
}
