// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.ended;
import static io.kohorte.core.sync.SyncDesk.finished;
import static io.kohorte.core.sync.SyncDesk.firstRun;
import static io.kohorte.core.sync.SyncDesk.nthRun;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

@QuarkusTest
class ScheduledSyncTest {

    @Inject
    People people;

    @Inject
    Scheduler quartz;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whenItsTimeComesASyncDeliversWithoutBeingAsked() throws SQLException {
        var draft = draft("* * * * * ?", people.person("ada"));

        var sync = SyncDesk.create(draft);

        var run = finished(firstRun(sync));
        assertThat(run.getString("trigger")).isEqualTo("schedule");
        assertThat(run.getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
        draft.remove("schedule");
        draft.put("trigger", "manual");
        admin().body(draft).put("/api/v1/syncs/" + sync).then().statusCode(200);
    }

    @Test
    void aRunAtItsTimeAsksBeforeALargeRemoval() throws Exception {
        var ten = people.crowd(10);
        var segment = people.segment(ten);
        var draft = draft("0 6 * * 1-5");
        draft.put("segments", List.of(segment));
        draft.put("guard", Map.of("removalShare", 0.2, "removalRows", 1));
        var sync = SyncDesk.create(draft);
        run(sync);
        people.members(segment, ten[0]);

        quartz.triggerJob(new JobKey(Long.toString(sync), "sync"));

        assertThat(ended(nthRun(sync, 2)).getString("state")).isEqualTo("paused");
        assertThat(receiver.audience()).hasSize(10);
    }

    @Test
    void anotherTimeReplacesTheFirst() throws Exception {
        var draft = draft("0 6 * * 1-5");
        var sync = SyncDesk.create(draft);

        draft.put("schedule", Map.of("cron", "30 7 * * *", "zone", "Europe/Berlin"));
        admin().body(draft).put("/api/v1/syncs/" + sync).then().statusCode(200);

        var trigger = (CronTrigger) quartz.getTrigger(new TriggerKey(Long.toString(sync), "sync"));
        assertThat(trigger.getCronExpression()).isEqualTo("0 30 7 * * ?");
        assertThat(trigger.getTimeZone().getID()).isEqualTo("Europe/Berlin");
    }

    @Test
    void aScheduleIsKeptInTheDatabaseAndGoesWithItsSync() throws Exception {
        var sync = SyncDesk.create(draft("0 6 * * 1-5"));
        var key = new JobKey(Long.toString(sync), "sync");
        assertThat(quartz.checkExists(key)).isTrue();
        assertThat(quartz.getMetaData().isJobStoreClustered()).isTrue();
        assertThat(quartz.getTriggersOfJob(key))
                .extracting(Trigger::getMisfireInstruction)
                .containsExactly(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
        admin().get("/api/v1/syncs/" + sync).then().body("schedule.cron", equalTo("0 6 * * 1-5"));

        admin().delete("/api/v1/syncs/" + sync).then().statusCode(204);

        assertThat(quartz.checkExists(key)).isFalse();
        admin().get("/api/v1/syncs/" + sync).then().statusCode(404);
    }

    private Map<String, Object> draft(String cron, int... members) throws SQLException {
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), people.segment(members));
        draft.put("schedule", Map.of("cron", cron, "zone", "Europe/Berlin"));
        draft.put("trigger", "schedule");
        return draft;
    }
}
