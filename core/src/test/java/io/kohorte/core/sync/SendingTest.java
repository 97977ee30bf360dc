// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes between comparing and sending counts as it is when it is sent. */
@QuarkusTest
class SendingTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoWithdrawsConsentWhileOthersAreBeingSentIsNotSent() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var cem = people.person("cem");
        var sync = oneByOne(people.segment(ada, bob, cem));
        receiver.whileAnswering(() -> doing(() -> people.consent(cem, false)));

        var run = run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
        assertThat(run.getInt("counts.added.accepted")).isEqualTo(2);
        receiver.forgetDeliveries();
        run(sync);
        assertThat(receiver.deliveries())
                .as("nobody is there who must be removed")
                .isEmpty();

        people.consent(cem, true);
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("cem"));
    }

    @Test
    void whoIsSuppressedWhileOthersAreBeingSentIsNotSent() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var cem = people.person("cem");
        var sync = oneByOne(people.segment(ada, bob, cem));
        receiver.whileAnswering(() -> doing(() -> people.suppress("cem")));

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @Test
    void whoWithdrawsConsentAfterBeingSentInTheSameRunIsRemovedByTheNext() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var sync = oneByOne(people.segment(ada, bob));
        receiver.whileAnswering(() -> doing(() -> people.consent(ada, false)));
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("bob"));
    }

    @Test
    void aTraitThatChangesWhileOthersAreBeingSentArrivesAsItIsAndOnlyOnce() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var cem = people.person("cem", "{\"city\":\"Ulm\"}");
        var sync = oneByOne(people.segment(ada, bob, cem));
        receiver.whileAnswering(() -> doing(() -> people.trait(cem, "{\"city\":\"Trier\"}")));

        run(sync);

        assertThat(receiver.audience().get(people.mail("cem")).path("Town").asText())
                .isEqualTo("Trier");
        receiver.forgetDeliveries();
        run(sync);
        assertThat(receiver.deliveries()).isEmpty();
    }

    /** A request for each person: while the first is out the second is read, and the third can still change. */
    private long oneByOne(long segment) {
        var settings = Map.of("url", receiver.url(), "secret", Receiver.SECRET, "rowsPerRequest", 1);
        return SyncDesk.create(SyncDesk.draft(SyncDesk.destination("webhook", settings), segment));
    }

    private static void doing(Deed deed) {
        try {
            deed.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws SQLException;
    }
}
