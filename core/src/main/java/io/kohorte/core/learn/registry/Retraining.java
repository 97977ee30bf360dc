// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import jakarta.enterprise.context.ApplicationScoped;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** One tick of a model's schedule: asks for a training. */
@ApplicationScoped
@DisallowConcurrentExecution
public class Retraining implements Job {
    static final String MODEL = "model";

    private final TrainingRuns runs;

    Retraining(TrainingRuns runs) {
        this.runs = runs;
    }

    @Override
    public void execute(JobExecutionContext context) {
        runs.request(new ModelId(Long.parseLong(context.getMergedJobDataMap().getString(MODEL))), "schedule");
    }
}
