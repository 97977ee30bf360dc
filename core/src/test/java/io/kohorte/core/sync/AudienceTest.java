// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
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

/** Who of a sync's segments is at the destination, and what it is told of them. */
@QuarkusTest
class AudienceTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoRefusedIsSuppressedOrHasNoIdentifierIsHeldBackAndCounted() throws SQLException {
        var ada = people.person("ada");
        var refused = people.person("refused");
        people.consent(refused, false);
        var complained = people.person("complained");
        people.suppress("complained");
        var nameless = people.stranger("{}");
        people.consent(nameless, true);
        var sync = SyncDesk.create(draft(people.segment(ada, refused, complained, nameless)));

        admin().post("/api/v1/syncs/" + sync + ":dry-run")
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("skipped", equalTo(3));
        assertThat(run(sync).getInt("counts.skipped")).isEqualTo(3);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
    }

    @Test
    void whoWithdrawsConsentIsRemoved() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var sync = SyncDesk.create(draft(people.segment(ada, bob)));
        run(sync);

        people.consent(bob, false);

        assertThat(run(sync).getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
    }

    @Test
    void aHoldoutIsNeverSentAndStaysTheSame() throws SQLException {
        var draft = draft(people.segment(people.crowd(60)));
        draft.put("holdout", 0.5);
        var sync = SyncDesk.create(draft);

        var run = run(sync);

        var sent = receiver.audience().size();
        assertThat(sent).isBetween(10, 50);
        assertThat(run.getInt("counts.skipped")).isEqualTo(60 - sent);
        var before = receiver.deliveries().size();
        run(sync);
        assertThat(receiver.deliveries()).hasSize(before);
    }

    @Test
    void whoIsSuppressedAfterBeingSentIsRemoved() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(people.person("ada"), people.person("bob"))));
        run(sync);

        people.suppress("bob");

        assertThat(run(sync).getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
    }

    @Test
    void whoAllowsOnlyAnotherPurposeIsNotSent() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        people.consent(bob, false);
        people.consent(bob, "ads", true);

        run(SyncDesk.create(draft(people.segment(ada, bob))));

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
    }

    @Test
    void severalSegmentsMakeOneAudienceWithEverybodyOnce() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        var cem = people.person("cem");
        var draft = draft(people.segment(ada, bob));
        draft.put("segments", List.of(people.segment(ada, bob), people.segment(bob, cem)));

        var run = run(SyncDesk.create(draft));

        assertThat(run.getInt("counts.added.accepted")).isEqualTo(3);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"), people.mail("cem"));
    }

    @Test
    void whomOneSyncOfASegmentHoldsOutTheOtherHoldsOutToo() throws SQLException {
        var draft = draft(people.segment(people.crowd(40)));
        draft.put("holdout", 0.5);
        run(SyncDesk.create(draft));
        var sent = receiver.audience().keySet();
        receiver.forgetDeliveries();

        draft.put("name", people.named("the same again"));
        run(SyncDesk.create(draft));

        assertThat(receiver.audience().keySet()).isEqualTo(sent);
    }

    @Test
    void ofSeveralAddressesTheFirstEverSeenIsSent() throws SQLException {
        var ada = people.person("ada");
        people.called(ada, "email", people.mail("aaa"));

        run(SyncDesk.create(draft(people.segment(ada))));

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
    }

    @Test
    void whatIsMappedToAFieldNamesNobodyToTheDestination() throws SQLException {
        var ada = people.person("ada");
        people.called(ada, "loyalty", people.named("card"));
        var draft = draft(people.segment(ada));
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "Card", "from", "identity:loyalty"))));

        run(SyncDesk.create(draft));

        var change = receiver.deliveries().get(0).path("data").path("changes").get(0);
        assertThat(change.path("fields").path("Card").asText()).isEqualTo(people.named("card"));
        assertThat(change.path("identifiers").has("loyalty")).isFalse();
    }

    @Test
    void aScoreIsSentAgainWhenItMovedAndNotForItsLastDigits() throws SQLException {
        var ada = people.person("ada");
        var model = people.model();
        people.score(model, ada, 0.123456789);
        var draft = draft(people.segment(ada));
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "Churn", "from", "score:" + model))));
        var sync = SyncDesk.create(draft);
        run(sync);
        assertThat(receiver.audience().get(people.mail("ada")).path("Churn").asDouble())
                .isEqualTo(0.123457);

        people.score(model, ada, 0.123456788);
        assertThat(run(sync).getInt("counts.changed.accepted")).isZero();
        people.score(model, ada, 0.2);
        assertThat(run(sync).getInt("counts.changed.accepted")).isEqualTo(1);
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }
}
