// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.event.IntakeResult.Outcome;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.IdentityLimits;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileDatabase;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.Traits;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several addresses of a person the one told last counts. */
class ChangedAddressTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long SHOP = 7;
    private static final Identity ANN = new Identity("user_id", "ann");
    private static final Identity OLD = new Identity("email", "old@example.com");
    private static final Identity NEW = new Identity("email", "new@example.com");

    private ProfileDatabase database;
    private int messages;

    @BeforeEach
    void anEmptyDatabase() throws Exception {
        database = ProfileDatabase.empty();
    }

    @Test
    void theNewOneCountsAndTheOldOneStillNamesThePerson() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));

        assertThat(current()).containsExactly("1|email|new@example.com", "1|user_id|ann");
        assertThat(take(event(Link.seen(List.of(OLD), "track"))).profiles()).containsExactly(1);
    }

    @Test
    void whoGoesBackToAnOldOneIsSentThatAgain() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        String before = changed();
        IntakeResult result = take(identify(ANN, OLD));

        assertThat(current()).contains("1|email|old@example.com");
        assertThat(changed()).as("whoever follows profiles sees it").isNotEqualTo(before);
        assertThat(result.touched().toArray()).containsExactly(1);
    }

    @Test
    void theLastOfABatchCountsWhetherNewOrKnown() throws Exception {
        take(identify(ANN, NEW), identify(ANN, OLD));
        assertThat(current()).contains("1|email|old@example.com");

        take(identify(ANN, OLD), identify(ANN, NEW), identify(ANN, OLD), identify(ANN, NEW));
        assertThat(current()).contains("1|email|new@example.com");

        Identity other = new Identity("email", "aaa@example.com");
        take(identify(ANN, other), identify(ANN, OLD));
        assertThat(current()).contains("1|email|old@example.com");
    }

    @Test
    void whatIsSaidAgainWritesNothing() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        String before = rows();
        take(identify(ANN, NEW));
        take(row(ANN, NEW));

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void anEventThatNamesAnOldAddressChangesNothing() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        String before = rows();
        take(event(Link.seen(List.of(ANN, OLD), "track")));

        assertThat(rows()).isEqualTo(before);
        assertThat(database.count("event")).isEqualTo(1);
    }

    @Test
    void anEventThatNamesAnAddressNobodyHeardOfTellsIt() throws Exception {
        take(identify(ANN, OLD));
        take(event(Link.seen(List.of(ANN, NEW), "track")));

        assertThat(current()).contains("1|email|new@example.com");
    }

    @Test
    void aRowOfAFileTellsAlsoWhereItTellsAnEvent() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        Observation order = event(Link.told(List.of(ANN, OLD), "import"));
        take(order);
        assertThat(current()).contains("1|email|old@example.com");

        take(identify(ANN, NEW));
        assertThat(take(order).outcomes()).containsExactly(Outcome.DUPLICATE);
        assertThat(current()).as("the same file again says nothing new").contains("1|email|new@example.com");
    }

    @Test
    void ofRepeatedAndNewRowsOnlyTheNewOnesTell() throws Exception {
        Observation first = event(Link.told(List.of(ANN, OLD), "import"));
        take(first);
        take(identify(ANN, NEW), identify(ANN, OLD));
        take(event(Link.told(List.of(ANN, NEW), "import")), first);

        assertThat(current()).contains("1|email|new@example.com");
    }

    @Test
    void anAddressAloneSaysOnlyWhoIsMeant() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        take(row(OLD));

        assertThat(current()).contains("1|email|new@example.com");
    }

    @Test
    void aDeviceInUseAgainDoesNotCountAgain() throws Exception {
        Identity phone = new Identity("anonymous_id", "phone");
        Identity tablet = new Identity("anonymous_id", "tablet");
        take(identify(ANN, phone));
        take(identify(ANN, tablet));
        String before = rows();
        take(identify(ANN, phone));

        assertThat(rows()).isEqualTo(before);
        assertThat(current()).contains("1|anonymous_id|tablet");
    }

    @Test
    void afterAMergeTheOneToldLastOfBothCounts() throws Exception {
        Identity bob = new Identity("user_id", "bob");
        take(identify(ANN, OLD));
        take(identify(bob, NEW));
        take(new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, "alias")),
                new Link(List.of(ANN), List.of(bob), Link.Strength.STATED, "alias"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                null));

        assertThat(current()).containsExactly("1|email|new@example.com", "1|user_id|ann");
        assertThat(database.one("select detail -> 'identities' -> 0 ->> 'value' from profile_merge"))
                .isEqualTo("new@example.com");
    }

    @Test
    void aMergedPersonGoesByWhatWasToldOfTheLoserLast() throws Exception {
        Identity bob = new Identity("user_id", "bob");
        take(identify(ANN, OLD));
        take(identify(bob, new Identity("email", "bob@example.com")));
        take(identify(bob, NEW));
        take(identify(bob, new Identity("email", "bob@example.com")));
        take(new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, "alias")),
                new Link(List.of(ANN), List.of(bob), Link.Strength.STATED, "alias"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                null));

        assertThat(current()).contains("1|email|bob@example.com");
        assertThat(database.rows(
                        "select had ->> 'value' from profile_merge, jsonb_array_elements(detail -> 'identities') had"))
                .containsSubsequence("bob@example.com", "new@example.com");
    }

    @Test
    void aClockThatGoesBackwardsDoesNotHoldAnOldAddress() throws Exception {
        take(identify(ANN, OLD));
        takeAt(NOW.minus(Duration.ofHours(3)), identify(ANN, NEW));
        assertThat(current()).contains("1|email|new@example.com");

        takeAt(NOW.minus(Duration.ofHours(5)), identify(ANN, OLD));
        assertThat(current()).contains("1|email|old@example.com");
    }

    @Test
    void whenAnAddressIsTakenBackTheOneBeforeCounts() throws Exception {
        take(identify(ANN, OLD));
        takeAt(NOW.plusSeconds(60), row(ANN, NEW));
        String before = changed();

        assertThat(new TakingBack(database.source()).identities(List.of(NEW), NOW.plusSeconds(60)))
                .isEqualTo(1);
        assertThat(current()).contains("1|email|old@example.com");
        assertThat(changed()).isNotEqualTo(before);
    }

    @Test
    void whenAnAddressKnownBeforeIsTakenBackItStaysAndTheOtherCounts() throws Exception {
        take(identify(ANN, OLD));
        take(identify(ANN, NEW));
        takeAt(NOW.plusSeconds(60), row(ANN, OLD));
        String before = changed();

        assertThat(new TakingBack(database.source()).identities(List.of(OLD), NOW.plusSeconds(60)))
                .isZero();
        assertThat(current()).contains("1|email|new@example.com");
        assertThat(database.count("identity")).isEqualTo(3);
        assertThat(changed()).isNotEqualTo(before);
    }

    @Test
    void ofAddressesKnownBeforeThatWasKeptTheFirstSeenCountsUntilAnotherIsTold() throws Exception {
        take(identify(ANN, OLD));
        database.run(
                "insert into identity (namespace, value, profile, first_seen) values"
                        + " ('email', 'new@example.com', 1, '2026-03-02'), ('phone', '123456', 1, '2026-03-02'), ('phone', '654321', 1, '2026-03-01')");
        database.run("update identity set told_at = default");
        assertThat(current()).contains("1|email|old@example.com", "1|phone|654321");

        take(identify(ANN, NEW));
        assertThat(current()).contains("1|email|new@example.com", "1|phone|654321");
    }

    private IntakeResult take(Observation... batch) throws SQLException {
        return takeAt(NOW, batch);
    }

    private IntakeResult takeAt(Instant moment, Observation... batch) throws SQLException {
        return new Intake(
                        database.source(),
                        Clock.fixed(moment, ZoneOffset.UTC),
                        new ProfileLedger(IdentityLimits.standard()),
                        new Traits(3))
                .take(List.of(batch));
    }

    /** A row of a customer list. */
    private static Observation row(Identity... who) {
        return new Observation(
                SHOP,
                Optional.empty(),
                Link.told(List.of(who), "import"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                null);
    }

    private Observation identify(Identity... who) {
        return new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, "message" + messages++)),
                Link.told(List.of(who), "identify"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                null);
    }

    private Observation event(Link link) {
        return new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, "message" + messages++)),
                link,
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                NOW,
                new EventFact(
                        EventFact.ORDER_COMPLETED,
                        NOW,
                        null,
                        null,
                        null,
                        null,
                        null,
                        JsonNodeFactory.instance.objectNode()));
    }

    private List<String> current() throws SQLException {
        return database.rows("select profile, namespace, value from current_identity order by 1, 2");
    }

    private String changed() throws SQLException {
        return database.one("select changed from profile where number = 1");
    }

    /** Everything about people, down to the versions of rows. */
    private String rows() throws SQLException {
        return database.rows("select xmin, * from identity order by namespace, value")
                + " "
                + database.rows("select xmin, * from profile order by number");
    }
}
