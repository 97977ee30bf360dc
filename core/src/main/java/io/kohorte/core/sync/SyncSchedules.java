// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import jakarta.inject.Singleton;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Keeps one Quartz job per sync that has a schedule, in PostgreSQL: it fires on one node, also after a restart. */
@Singleton
class SyncSchedules {

    private static final String GROUP = "sync";

    private final Scheduler quartz;

    SyncSchedules(Scheduler quartz) {
        this.quartz = quartz;
    }

    void plan(Sync sync) {
        try {
            var job = new JobKey(Long.toString(sync.id), GROUP);
            quartz.deleteJob(job);
            if (sync.schedule().isEmpty()) {
                return;
            }
            quartz.scheduleJob(
                    JobBuilder.newJob(ScheduledSync.class).withIdentity(job).build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity(new TriggerKey(Long.toString(sync.id), GROUP))
                            // After an outage once, not once per missed tick.
                            .withSchedule(CronScheduleBuilder.cronSchedule(
                                            sync.schedule().get().expression())
                                    .withMisfireHandlingInstructionFireAndProceed())
                            .build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule of sync " + sync.id + " cannot be kept", e);
        }
    }

    void cancel(long sync) {
        try {
            quartz.deleteJob(new JobKey(Long.toString(sync), GROUP));
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule of sync " + sync + " cannot be removed", e);
        }
    }
}
