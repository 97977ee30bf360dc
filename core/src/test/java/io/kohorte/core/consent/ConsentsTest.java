// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.profile.ProfileDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of all that a person said about a purpose, the word of the latest date counts. */
class ConsentsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ANN = 1;
    private static final int BEN = 2;

    private ProfileDatabase database;

    @BeforeEach
    void twoPeople() throws SQLException {
        database = ProfileDatabase.empty();
        database.run("insert into profile (number) values (%d), (%d)".formatted(ANN, BEN));
    }

    @Test
    void aLaterNoEndsAnEarlierYes() throws SQLException {
        say(yes(daysAgo(3)));
        say(no(daysAgo(2)));
        assertThat(annAllows()).isFalse();
    }

    @Test
    void anEarlierNoThatArrivesLateChangesNothing() throws SQLException {
        say(yes(daysAgo(1)));
        assertThat(say(no(daysAgo(2)))).isEmpty();
        assertThat(annAllows()).isTrue();
    }

    @Test
    void aYesBetweenTwoRefusalsDoesNotWinBecauseItArrivesLast() throws SQLException {
        say(no(daysAgo(3)));
        say(no(daysAgo(1)));
        say(yes(daysAgo(2)));
        assertThat(annAllows()).isFalse();
    }

    @Test
    void aNoBetweenTwoAgreementsDoesNotWinBecauseItArrivesLast() throws SQLException {
        say(yes(daysAgo(3)));
        say(yes(daysAgo(1)));
        say(no(daysAgo(2)));
        assertThat(annAllows()).isTrue();
    }

    @Test
    void atTheSameMomentARefusalWinsInWhateverOrder() throws SQLException {
        say(no(NOW));
        say(yes(NOW));
        assertThat(annAllows()).isFalse();

        say(new ConsentFact(BEN, "marketing", true, NOW), new ConsentFact(BEN, "marketing", false, NOW));
        assertThat(allows(BEN)).isFalse();
    }

    @Test
    void ofSeveralWordsInOneBatchTheLatestCounts() throws SQLException {
        say(yes(daysAgo(3)), no(daysAgo(1)), yes(daysAgo(2)));
        assertThat(annAllows()).isFalse();
    }

    @Test
    void aYesFromTheFutureDoesNotOutlastTheNoThatFollows() throws SQLException {
        say(yes(Instant.now().plusSeconds(1_000_000)));
        say(no(Instant.now().plusSeconds(1_000)));
        assertThat(annAllows()).isFalse();
    }

    /** Found by the chaos suite: a process whose clock was 43 s slow took a no, and it counted as older than the yes before. */
    @Test
    void whatIsSaidWithoutATimeIsSaidAfterAllThatWasSaidBeforeWhateverTheClocksShow() throws SQLException {
        database.run("insert into consent (profile, purpose, granted, at)"
                + " values (%d, 'marketing', true, now() + interval '43 seconds')".formatted(ANN));
        sayNow(false);
        assertThat(annAllows()).isFalse();
        sayNow(true);
        assertThat(annAllows()).isTrue();
    }

    /** Events tell how old they are when they arrive; from when that counts only the database knows. */
    @Test
    void whatASlowProcessHeardAfterAFastOneIsTheLaterWord() throws SQLException {
        say(heard(true, Instant.now().plusSeconds(45), Duration.ZERO));
        say(heard(false, Instant.now().minusSeconds(45), Duration.ZERO));
        assertThat(annAllows()).isFalse();
    }

    @Test
    void whatWaitedAtItsSenderIsAsOldAsItWaited() throws SQLException {
        say(no(Instant.now().minusSeconds(60)));
        Instant fast = Instant.now().plusSeconds(45);
        assertThat(say(heard(true, fast, Duration.ofHours(1)))).isEmpty();
        assertThat(say(heard(true, fast, Duration.ofSeconds(5)))).containsExactly(ANN);
    }

    @Test
    void onlyThoseWhoseMindChangedAreAnswered() throws SQLException {
        assertThat(say(yes(daysAgo(2)))).containsExactly(ANN);
        assertThat(say(yes(daysAgo(1)), new ConsentFact(BEN, "marketing", true, NOW)))
                .containsExactly(BEN);
        assertThat(say(no(NOW))).containsExactly(ANN);
    }

    private Set<Integer> say(ConsentFact... words) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return Consents.write(connection, List.of(words));
        }
    }

    private void sayNow(boolean granted) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            Consents.say(connection, ANN, Map.of("marketing", granted));
        }
    }

    private boolean annAllows() throws SQLException {
        return allows(ANN);
    }

    private boolean allows(int profile) throws SQLException {
        return database.one("select granted from consent where profile = " + profile)
                .equals("t");
    }

    private static ConsentFact heard(boolean granted, Instant at, Duration age) {
        return new ConsentFact(ANN, "marketing", granted, at, age);
    }

    private static ConsentFact yes(Instant at) {
        return new ConsentFact(ANN, "marketing", true, at);
    }

    private static ConsentFact no(Instant at) {
        return new ConsentFact(ANN, "marketing", false, at);
    }

    private static Instant daysAgo(int days) {
        return NOW.minusSeconds(days * 86_400L);
    }
}
