// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.event.TakingBack;
import io.kohorte.core.profile.Identity;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SkipReason;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** People get other names, or lose theirs to somebody, while a destination knows them by name. */
@QuarkusTest
class RenamedMemberTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    SegmentAudience audience;

    private int ada;
    private int bob;
    private long segment;
    private SyncId sync;

    @BeforeEach
    void adaIsKnownByHerAddressAndBobHasNone() throws SQLException {
        ada = people.person("ada");
        bob = people.stranger("{}");
        people.consent(bob, true);
        segment = people.segment(ada, bob);
        var destination = SyncDesk.destination(
                "salesforce", Map.of("instanceUrl", "https://example.com", "clientId", "id", "clientSecret", "secret"));
        var draft = SyncDesk.draft(destination, segment);
        draft.put("mode", "upsert");
        draft.put("deleteBehaviour", "clear-fields");
        sync = new SyncId(SyncDesk.create(draft));
    }

    @Test
    void whoIsWantedIsMarkedWithTheirName() throws SQLException {
        assertThat(sentAs(ada)).isEqualTo(mark("ada"));
    }

    @Test
    void whoGotAnotherNameIsRemovedByTheOldOneAlone() throws SQLException {
        takeBack("ada");
        people.called(ada, "email", people.mail("ada2"));

        assertThat(removed(ada, mark("ada"))).isInstanceOfSatisfying(MemberRow.Ready.class, row -> {
            assertThat(row.subject().identifiers()).isEqualTo(Map.of("email", people.mail("ada")));
            assertThat(Fingerprint.mark(row.fingerprint())).isEqualTo(mark("ada"));
        });
    }

    @Test
    void whoTellsANewAddressIsRemovedByTheOldOneAndBackAgain() throws SQLException {
        people.called(ada, "user_id", people.named("ada"));
        tells("ada", "ada2");

        assertThat(sentAs(ada)).isEqualTo(mark("ada2"));
        assertThat(removed(ada, mark("ada"))).isInstanceOfSatisfying(MemberRow.Ready.class, row -> assertThat(
                        row.subject().identifiers())
                .isEqualTo(Map.of("email", people.mail("ada"))));

        tells("ada", "ada");
        assertThat(sentAs(ada)).isEqualTo(mark("ada"));
        assertThat(removed(ada, mark("ada2"))).isInstanceOf(MemberRow.Ready.class);
    }

    @Test
    void anOldAddressThatSomebodyWantedToldSinceIsTakenOver() throws SQLException {
        people.called(ada, "user_id", people.named("ada"));
        people.called(bob, "user_id", people.named("bob"));
        tells("ada", "ada2");
        takeBack("ada");
        tells("bob", "ada");

        assertThat(sentAs(bob)).isEqualTo(mark("ada"));
        assertThat(removed(ada, mark("ada")))
                .isInstanceOfSatisfying(
                        MemberRow.TakenOver.class, row -> assertThat(row.by()).isEqualTo(bob));
    }

    @Test
    void whoHasNoNameAnyMoreIsRemovedByTheOneTheyHad() throws SQLException {
        takeBack("ada");

        assertThat(removed(ada, mark("ada"))).isInstanceOf(MemberRow.Ready.class);
        assertThat(removed(ada, Fingerprint.NAMELESS))
                .isEqualTo(new MemberRow.Skipped(ada, fingerprint(ada), SkipReason.NO_IDENTIFIER));
    }

    @Test
    void aNameThatSomebodyWantedHasNowIsTakenOver() throws SQLException {
        takeBack("ada");
        people.called(bob, "email", people.mail("ada"));

        assertThat(removed(ada, mark("ada")))
                .isInstanceOfSatisfying(
                        MemberRow.TakenOver.class, row -> assertThat(row.by()).isEqualTo(bob));

        people.members(segment, ada);
        assertThat(removed(ada, mark("ada"))).isInstanceOf(MemberRow.Ready.class);
    }

    @Test
    void theNameOfWhoWasMergedGoesOverToWhomTheyBecame() throws SQLException {
        var cem = people.person("cem");
        people.called(ada, "user_id", people.named("u1"));
        people.called(cem, "user_id", people.named("u2"));
        takeBack("ada");
        SyncDesk.merge(people.named("u1"), people.named("u2"));

        assertThat(removed(cem, mark("cem")))
                .isInstanceOfSatisfying(
                        MemberRow.TakenOver.class, row -> assertThat(row.by()).isEqualTo(ada));
    }

    @Test
    void whatNobodyKnowsAnyMoreIsNotRemovedFromWhoeverStays() throws SQLException {
        var unheard = mark("ada") == 1 ? 2 : 1;

        assertThat(removed(ada, unheard))
                .isEqualTo(new MemberRow.Skipped(ada, fingerprint(ada), SkipReason.NOTHING_TO_SEND));

        people.members(segment, bob);
        assertThat(removed(ada, unheard)).isInstanceOf(MemberRow.Ready.class);
    }

    private void tells(String user, String address) {
        SyncDesk.track(
                "identify", Map.of("userId", people.named(user), "traits", Map.of("email", people.mail(address))));
    }

    private int sentAs(int profile) {
        try (var wanted = audience.wanted(sync, RoaringBitmap.bitmapOf(profile))) {
            return Fingerprint.mark(wanted.findFirst().orElseThrow().fingerprints()[0]);
        }
    }

    private int mark(String name) {
        return Fingerprint.mark("email", people.mail(name));
    }

    private MemberRow removed(int profile, int sentAs) {
        return audience.rows(sync, MemberChange.Kind.REMOVE, RoaringBitmap.bitmapOf(profile), any -> sentAs)
                .get(0);
    }

    private long fingerprint(int profile) {
        return audience.rows(sync, MemberChange.Kind.ADD, RoaringBitmap.bitmapOf(profile), any -> Fingerprint.NAMELESS)
                .get(0)
                .fingerprint();
    }

    /** As when a file is read again under another mapping. */
    private void takeBack(String name) throws SQLException {
        var gone =
                new TakingBack(database).identities(List.of(new Identity("email", people.mail(name))), Instant.EPOCH);
        assertThat(gone).isEqualTo(1);
    }
}
