// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;

/** When models train by themselves: kept in PostgreSQL, fired on one node; ticks missed while nobody ran count as one. */
@ApplicationScoped
class RetrainingSchedule {
    private static final String GROUP = "retraining";

    private final Scheduler quartz;

    RetrainingSchedule(Scheduler quartz) {
        this.quartz = quartz;
    }

    /** Makes the model's schedule the one given, or ends it. */
    void follow(ModelId model, Optional<Schedule> schedule) {
        JobKey key = new JobKey(Long.toString(model.value()), GROUP);
        try {
            quartz.deleteJob(key);
            if (schedule.isPresent()) {
                JobDetail job = JobBuilder.newJob(Retraining.class)
                        .withIdentity(key)
                        .usingJobData(Retraining.MODEL, Long.toString(model.value()))
                        .build();
                CronTrigger trigger = TriggerBuilder.newTrigger()
                        .withIdentity(key.getName(), GROUP)
                        .withSchedule(
                                CronScheduleBuilder.cronSchedule(schedule.get().expression())
                                        .withMisfireHandlingInstructionFireAndProceed())
                        .build();
                quartz.scheduleJob(job, trigger);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule cannot be kept", e);
        }
    }
}
