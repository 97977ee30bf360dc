// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Surroundings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.identity.Normaliser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RowsTest {

    private static final MemberChange ANNA = change(MemberChange.Kind.ADD, " Anna@Example.com ");
    private static final MemberChange NOBODY = change(MemberChange.Kind.ADD, "nobody");
    private static final MemberChange BEN = change(MemberChange.Kind.REMOVE, "ben@example.com");
    private static final MemberChange CARA = change(MemberChange.Kind.ADD, "cara@example.com");

    private final SafeHttp http = new SafeHttp(Surroundings.open(), HttpBounds.STANDARD);
    private final Rows rows = Rows.by(
            "email", Normaliser.email(), new Batch("batch-1", Surroundings.NOON, List.of(ANNA, NOBODY, BEN, CARA)));

    @Test
    void names_people_as_the_vendor_wants_and_rejects_who_cannot_be_named() {
        var preview = rows.plan(10, this::call).preview();
        assertThat(preview.requests())
                .extracting(WireRequest::body)
                .containsExactly("anna@example.com ben@example.com cara@example.com");
        assertThat(preview.requests().get(0).rows()).containsExactly(0, 2, 3);
        assertThat(preview.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.row()).isEqualTo(1);
            assertThat(refusal.outcome()).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                assertThat(rejected.problem().code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
                assertThat(rejected.problem().field()).isEqualTo("email");
            });
        });
    }

    @Test
    void cuts_calls_at_what_the_vendor_takes() {
        assertThat(rows.plan(2, this::call).calls())
                .extracting(HttpCall::rows)
                .containsExactly(List.of(0, 2), List.of(3));
    }

    @Test
    void keeps_rows_apart_that_are_not_alike() {
        assertThat(rows.plan(10, Rows.Row::leaves, this::call).calls())
                .extracting(HttpCall::rows)
                .containsExactly(List.of(0, 3), List.of(2));
    }

    @Test
    void sends_nothing_when_nobody_can_be_named() {
        var nobody = Rows.by("phone", Normaliser.asIs(), new Batch("batch-1", Surroundings.NOON, List.of(ANNA, BEN)));
        var plan = nobody.plan(10, this::call);
        assertThat(plan.calls()).isEmpty();
        assertThat(plan.refused()).hasSize(2);
    }

    @Test
    void skips_who_leaves_a_mirror_in_which_leaving_means_nothing_and_takes_out_whom_a_sync_is_to_remove() {
        assertThat(plan(SyncMode.MIRROR, DeleteBehaviour.NOTHING).refused())
                .containsExactly(new Preview.Refusal(1, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
        assertThat(plan(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE).refused())
                .isEmpty();
        assertThat(plan(SyncMode.REMOVE, DeleteBehaviour.NOTHING).refused()).isEmpty();
    }

    private Plan plan(SyncMode mode, DeleteBehaviour leaving) {
        var audience = new AudienceSpec("seg-42", "x", mode, leaving, "email", Settings.empty());
        var batch = new Batch("batch-1", Surroundings.NOON, List.of(ANNA, BEN));
        return Rows.by("email", Normaliser.email(), audience, batch).plan(10, this::call);
    }

    private HttpCall.Builder call(List<Rows.Row> people) {
        var keys = people.stream().map(Rows.Row::key).collect(Collectors.joining(" "));
        return http.post("https://vendor.example/").body("text/plain", keys.getBytes(StandardCharsets.UTF_8));
    }

    private static MemberChange change(MemberChange.Kind kind, String email) {
        return new MemberChange(kind, new SubjectKeys("4711", Map.of("email", email)), Map.of(), Consent.NEVER_ASKED);
    }
}
