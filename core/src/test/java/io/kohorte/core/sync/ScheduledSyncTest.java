// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.finished;
import static io.kohorte.core.sync.SyncDesk.firstRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.segment.SegmentStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScheduledSyncTest {

    @Inject
    DataSource database;

    @Inject
    SegmentStore segments;

    @Test
    void whenItsTimeComesASyncDeliversWithoutBeingAsked() throws SQLException {
        try (var receiver = new Receiver()) {
            var people = new People(database, segments);
            var mail = "ada-" + UUID.randomUUID() + "@example.com";
            var draft = SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person(mail, "{}")));
            draft.put("schedule", Map.of("cron", "* * * * * ?", "zone", "Europe/Berlin"));
            draft.put("trigger", "schedule");

            var sync = SyncDesk.create(draft);

            var run = finished(firstRun(sync));
            assertThat(run.getString("trigger")).isEqualTo("schedule");
            assertThat(run.getString("state")).isEqualTo("completed");
            assertThat(receiver.audience()).containsOnlyKeys(mail);
            draft.remove("schedule");
            draft.put("trigger", "manual");
            admin().body(draft).put("/api/v1/syncs/" + sync).then().statusCode(200);
        }
    }
}
