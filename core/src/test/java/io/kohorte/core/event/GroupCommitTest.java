// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.platform.Eventually;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.IdentityLimits;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileDatabase;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.ProfileLock;
import io.kohorte.core.profile.Traits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class GroupCommitTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CALLERS = 6;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final List<RoaringBitmap> told = Collections.synchronizedList(new ArrayList<>());
    private ProfileDatabase database;
    private GroupCommit commit;

    @BeforeEach
    void anEmptyDatabase() throws SQLException {
        database = ProfileDatabase.empty();
        Intake intake = new Intake(
                database.source(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new ProfileLedger(IdentityLimits.standard()),
                new Traits(10));
        commit = new GroupCommit(intake, changed -> told.add(changed.profiles()));
    }

    @AfterEach
    void noMoreCallers() {
        callers.shutdownNow();
    }

    @Test
    void batchesThatWaitTogetherShareOneTransaction() throws Exception {
        for (Future<?> batch : whileNobodyCanWrite("a", "b", "c", "d", "e", "f")) {
            batch.get();
        }
        assertThat(database.one("select count(*) from event")).isEqualTo("6");
        assertThat(database.one("select count(distinct changed::text) from event"))
                .isEqualTo("2");
        assertThat(told).hasSize(2);
        assertThat(RoaringBitmap.or(told.get(0), told.get(1)).toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aBatchThatTheDatabaseRefusesFailsAloneInItsGroup() throws Exception {
        database.run("alter table event add constraint no_bombs check (name <> 'bomb')");
        List<Future<?>> batches = whileNobodyCanWrite("a", "b", "bomb", "c");
        assertThatThrownBy(() -> batches.get(2).get()).hasMessageContaining("no_bombs");
        batches.remove(2);
        for (Future<?> batch : batches) {
            batch.get();
        }
        assertThat(database.rows("select name from event order by 1")).containsExactly("a", "b", "c");
        assertThat(database.rows("select number from profile order by 1")).containsExactly("1", "2", "3");
    }

    @Test
    void theSameMessageInTwoBatchesOfAGroupIsOneEvent() throws Exception {
        for (Future<?> batch : whileNobodyCanWrite("first", "same", "same")) {
            batch.get();
        }
        assertThat(database.rows("select name from event order by 1")).containsExactly("first", "same");
    }

    /** Sends one batch after the other; the first begins to write, the others wait until all are there. */
    private List<Future<?>> whileNobodyCanWrite(String... names) throws SQLException {
        List<Future<?>> batches = new ArrayList<>();
        try (Connection other = database.source().getConnection()) {
            other.setAutoCommit(false);
            ProfileLock.EXCLUSIVE.take(other);
            for (int i = 0; i < names.length; i++) {
                List<Observation> batch = List.of(observation(names[i]));
                batches.add(callers.submit(() -> {
                    commit.take(batch);
                    return null;
                }));
                int behind = i;
                Eventually.holds(() -> behind == 0 ? somebodyWaitsForTheLock() : commit.waiting() == behind);
            }
            other.commit();
        }
        return batches;
    }

    private boolean somebodyWaitsForTheLock() throws SQLException {
        return database.one(
                        """
                        select count(*) from pg_locks l join pg_database d on d.oid = l.database
                        where d.datname = current_database() and l.locktype = 'advisory' and not l.granted
                        """)
                .equals("1");
    }

    private static Observation observation(String name) {
        return new Observation(
                1,
                Optional.of(EventKey.ofMessage(1, name)),
                Link.seen(List.of(Identity.of("user_id", name).orElseThrow()), "track"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                new EventFact(name, NOW, null, null, null, null, null, JsonNodeFactory.instance.objectNode()));
    }
}
