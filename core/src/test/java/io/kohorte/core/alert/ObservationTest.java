// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static io.kohorte.core.alert.World.behind;
import static io.kohorte.core.alert.World.stopped;
import static io.kohorte.core.alert.World.unreachable;
import static io.kohorte.core.alert.World.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.platform.HandClock;
import io.kohorte.core.profile.ProfileDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People are told once when something goes wrong and once when it is over, whoever looks and whoever dies. */
class ObservationTest {

    private static final Duration RECOVER = new Limits().recoverAfter();

    private final HandClock clock = new HandClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final World world = new World();
    private ProfileDatabase database;
    private Observation observation;

    @BeforeEach
    void anEmptyDatabaseWithTwoRoutes() throws SQLException {
        database = ProfileDatabase.empty();
        observation = new Observation(database.source(), List.of(world), new Limits(), clock);
        route(1, "warning");
        route(2, "error");
    }

    @Test
    void whatGoesWrongIsToldOnceAndItsRecoveryIsToldOnce() throws SQLException {
        world.has(stopped(7));
        look(3);
        assertThat(states()).containsExactly("sync-stopped 7 firing");
        assertThat(notices()).containsExactly("1 firing", "2 firing");

        world.has();
        look(3);
        assertThat(states()).containsExactly("sync-stopped 7 recovering");
        assertThat(notices()).hasSize(2);

        clock.forward(RECOVER);
        look(3);
        assertThat(states()).containsExactly("sync-stopped 7 recovered");
        assertThat(notices()).containsExactly("1 firing", "2 firing", "1 recovered", "2 recovered");
    }

    @Test
    void whatComesBackBeforeItHasBeenGoneForAWhileIsNoNews() throws SQLException {
        world.has(stopped(7));
        look(1);
        for (var flap = 0; flap < 5; flap++) {
            world.has();
            look(1);
            clock.forward(RECOVER.minusSeconds(1));
            look(1);
            world.has(stopped(7));
            look(1);
        }
        assertThat(states()).containsExactly("sync-stopped 7 firing");
        assertThat(notices()).containsExactly("1 firing", "2 firing");
    }

    @Test
    void whatGoesOnAsSomethingWorseHasNotRecoveredAndIsToldAnew() throws SQLException {
        world.has(version(AlertKind.VERSION_ENDING));
        look(2);
        assertThat(notices()).as("a warning").containsExactly("1 firing");

        world.has(version(AlertKind.VERSION_ENDED));
        look(2);
        clock.forward(RECOVER);
        look(2);
        assertThat(states()).containsExactly("version-ending 3 recovered", "version-ended 3 firing");
        assertThat(notices()).containsExactly("1 firing", "1 firing", "2 firing");

        world.has();
        look(1);
        clock.forward(RECOVER);
        look(1);
        assertThat(notices()).containsExactly("1 firing", "1 firing", "2 firing", "1 recovered", "2 recovered");
    }

    @Test
    void whatIsMeasuredFiresOnlyOnceItHeldAndStartsAnewWhenItPassed() throws SQLException {
        var hold = AlertKind.DESTINATION_UNREACHABLE.hold();
        world.has(unreachable(3));
        look(1);
        clock.forward(hold.minusSeconds(1));
        look(1);
        assertThat(notices()).isEmpty();
        world.has();
        look(1);
        assertThat(database.count("alert")).isZero();

        world.has(unreachable(3));
        look(1);
        clock.forward(hold.minusSeconds(1));
        look(1);
        assertThat(states()).containsExactly("destination-unreachable 3 pending");
        clock.forward(Duration.ofSeconds(1));
        look(2);
        assertThat(states()).containsExactly("destination-unreachable 3 firing");
        assertThat(notices()).containsExactly("1 firing", "2 firing");
    }

    @Test
    void anotherTimeIsAnotherAlert() throws SQLException {
        world.has(stopped(7));
        look(1);
        recovers();
        world.has(stopped(7));
        look(1);

        assertThat(states()).containsExactly("sync-stopped 7 recovered", "sync-stopped 7 firing");
        assertThat(notices()).hasSize(6);
    }

    @Test
    void aRouteHearsOfWhatItWantsAndOfTheRecoveryOnlyIfItHeardOfTheAlert() throws SQLException {
        world.has(behind(7));
        look(1);
        assertThat(notices()).containsExactly("1 firing");

        route(3, "warning");
        recovers();

        assertThat(notices()).containsExactly("1 firing", "1 recovered");
    }

    @Test
    void aWatchThatCannotSeeRecoversNothing() throws SQLException {
        world.has(stopped(7));
        look(1);
        world.cannotBeSeen();
        for (var minute = 0; minute < 10; minute++) {
            clock.forward(Duration.ofMinutes(1));
            assertThatThrownBy(observation::look).isInstanceOf(SQLException.class);
        }
        assertThat(states()).containsExactly("sync-stopped 7 firing");
    }

    @Test
    void aChangeThatCannotOweItsNoticesDidNotHappen() throws SQLException {
        database.run("alter table alert_notice add constraint broken check (false)");
        world.has(stopped(7));
        assertThatThrownBy(observation::look).isInstanceOf(SQLException.class);
        assertThat(database.count("alert")).isZero();

        database.run("alter table alert_notice drop constraint broken");
        look(1);
        assertThat(notices()).containsExactly("1 firing", "2 firing");
    }

    @Test
    void manyProcessesThatSeeTheSameTellOnce() throws Exception {
        var nodes = 4;
        var rounds = 25;
        var start = new CyclicBarrier(nodes);
        var threads = Executors.newFixedThreadPool(nodes);
        try {
            for (var round = 0; round < rounds; round++) {
                world.has(stopped(7), behind(8), stopped(9));
                together(threads, nodes, start);
                world.has();
                together(threads, nodes, start);
                clock.forward(RECOVER);
                together(threads, nodes, start);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.count("alert")).isEqualTo(3L * rounds);
        assertThat(database.count("alert where recovered_at is not null")).isEqualTo(3L * rounds);
        // two errors to both routes, one warning to one of them; each fires and recovers
        assertThat(notices()).hasSize(5 * 2 * rounds);
    }

    @Test
    void recoveredAlertsAreForgottenOnceTheyAreOld() throws SQLException {
        world.has(stopped(7));
        look(1);
        recovers();
        clock.forward(new Limits().keepFor());
        look(1);
        assertThat(database.count("alert")).isOne();
        clock.forward(Duration.ofSeconds(1));
        look(1);
        assertThat(database.count("alert")).isZero();
    }

    private void together(java.util.concurrent.ExecutorService threads, int nodes, CyclicBarrier start)
            throws Exception {
        Callable<Boolean> node = () -> {
            var own = new Observation(database.source(), List.of(world), new Limits(), clock);
            start.await();
            own.look();
            return true;
        };
        for (var looked : threads.invokeAll(java.util.Collections.nCopies(nodes, node))) {
            assertThat(looked.get()).isTrue();
        }
    }

    private void recovers() throws SQLException {
        world.has();
        look(1);
        clock.forward(RECOVER);
        look(1);
    }

    private void look(int times) throws SQLException {
        for (var time = 0; time < times; time++) {
            observation.look();
        }
    }

    private List<String> states() throws SQLException {
        return database.rows(
                "select kind || ' ' || subject || ' ' || case when recovered_at is not null then 'recovered'"
                        + " when gone_since is not null then 'recovering' when fired_at is not null then 'firing' else 'pending'"
                        + " end from alert order by id");
    }

    private List<String> notices() throws SQLException {
        return database.rows("select route || ' ' || change from alert_notice order by id");
    }

    private void route(int id, String severity) throws SQLException {
        database.run("insert into alert_route (id, name, kind, severity, language, settings, settings_key, created_at,"
                + " changed_at) values (" + id + ", 'route " + id + "', 'slack', '" + severity
                + "', 'en', '', 1, now(), now())");
    }
}
