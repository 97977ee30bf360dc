// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is claimed works; what is not claimed is refused by name. */
public interface CapabilityContract extends ConnectorUnderTest {

    /** Which capability stands for this kind of change. */
    static Capability needed(MemberChange.Kind kind) {
        return switch (kind) {
            case ADD -> Capability.ADD;
            case UPDATE -> Capability.UPSERT_FIELDS;
            case REMOVE -> Capability.REMOVE;
        };
    }

    @ParameterizedTest
    @EnumSource
    default void sends_the_kinds_of_change_it_claims_and_refuses_the_others(MemberChange.Kind kind, FakeVendor vendor) {
        var capability = needed(kind);
        try (var trial = Trial.open(this, vendor)) {
            if (claims(capability)) {
                var batch = trial.batch(kind, 2);
                var attempt = trial.write(batch);
                assertThat(vendor.requests()).isNotEmpty();
                if (!claims(Capability.COUNTS_ONLY)) {
                    assertThat(attempt.outcomes()).hasSize(2).allMatch(Outcome.Accepted.class::isInstance);
                }
            } else {
                assertRefused(capability, () -> trial.write(trial.batch(kind, 2)));
                assertThat(vendor.requests()).isEmpty();
            }
        }
    }

    @Test
    default void finds_the_same_audience_however_often_it_is_asked(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var first = trial.audience();
            assertThat(first.spec()).isEqualTo(audience());
            assertThat(first.remoteId()).isNotBlank();
            assertThat(trial.audience()).isEqualTo(first);
        }
    }

    @Test
    default void polls_jobs_or_refuses_to(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            if (claims(Capability.ASYNC_JOB)) {
                var pending = trial.writeOnly(trial.batch(jobSize()));
                assertThat(pending).isInstanceOf(BatchResult.Pending.class);
                assertThat(trial.settled(pending)).isNotInstanceOf(BatchResult.Pending.class);
            } else {
                var ticket = new JobTicket("job-1", 1, Map.of());
                assertRefused(
                        Capability.ASYNC_JOB,
                        () -> trial.destination.audiences().poll(ticket));
                assertThat(trial.writeOnly(trial.batch(1))).isNotInstanceOf(BatchResult.Pending.class);
            }
        }
    }

    @Test
    default void retires_an_audience_or_refuses_to(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var audience = trial.audience();
            vendor.expect(List.of(), List.of());
            if (claims(Capability.DELETE_AUDIENCE)) {
                trial.destination.audiences().retire(audience);
                assertThat(vendor.requests()).as("the vendor was told").isNotEmpty();
            } else {
                assertRefused(
                        Capability.DELETE_AUDIENCE,
                        () -> trial.destination.audiences().retire(audience));
                assertThat(vendor.requests()).isEmpty();
            }
        }
    }

    @Test
    default void erases_people_or_refuses_to(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var batch = trial.batch(2);
            var subjects = batch.changes().stream().map(MemberChange::subject).toList();
            vendor.expect(List.of(), Trial.rows(batch, List.of(Verdict.ACCEPTED, Verdict.ACCEPTED)));
            if (claims(Capability.ERASE)) {
                var result = trial.settled(trial.destination.audiences().erase(subjects));
                assertThat(vendor.requests()).as("the vendor was told").isNotEmpty();
                var wire = vendor.requests().toString();
                assertThat(wanted(subjects)).as("every person is named").allSatisfy(identifier -> assertThat(wire)
                        .contains(identifier));
                if (result instanceof BatchResult.Done done) {
                    assertThat(done.outcomes()).hasSize(2).allMatch(Outcome.Accepted.class::isInstance);
                }
            } else {
                assertRefused(
                        Capability.ERASE, () -> trial.destination.audiences().erase(subjects));
                assertThat(vendor.requests()).isEmpty();
            }
        }
    }

    @Test
    default void removes_by_profile_id_alone_when_it_claims_to_know_it(FakeVendor vendor) {
        var known = change(MemberChange.Kind.REMOVE, 0);
        var profile = known.subject().profileId();
        var nameless = new MemberChange(
                MemberChange.Kind.REMOVE, new SubjectKeys(profile, Map.of()), known.fields(), known.consent());
        try (var trial = Trial.open(this, vendor)) {
            if (claims(Capability.PROFILE_IDS)) {
                var attempt = trial.write(trial.batch(List.of(nameless)));
                assertThat(attempt.outcomes()).singleElement().isInstanceOf(Outcome.Accepted.class);
                assertThat(vendor.requests().toString()).contains(profile);
            }
        }
    }

    @Test
    default void lets_no_raw_identifier_out_when_it_claims_to_hash(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var batch = trial.batch(2);
            trial.write(batch);
            var wire = vendor.requests().stream()
                    .map(call -> call.path() + call.headers() + call.body())
                    .toList()
                    .toString();
            var raw = Stream.of(audience().matchKey()).flatMap(key -> batch.changes().stream()
                    .flatMap(change -> change.subject().identifier(key).stream()));
            if (claims(Capability.HASHED_IDENTIFIERS)) {
                assertThat(raw).allSatisfy(identifier -> assertThat(wire).doesNotContainIgnoringCase(identifier));
            }
        }
    }

    /** Nobody asks a connector that does not claim it: the application refuses such a sync. */
    @Test
    default void finds_people_by_the_fallback_keys_it_claims(FakeVendor vendor) {
        if (!claims(Capability.FALLBACK_KEYS)) {
            return;
        }
        var spec = audience();
        var known = change(MemberChange.Kind.ADD, 0);
        var others = connector().descriptor().identifiers().stream()
                .filter(namespace -> !namespace.equals(spec.matchKey()))
                .toList();
        var other = others.stream()
                .filter(known.subject().identifiers()::containsKey)
                .findFirst()
                .orElseGet(() -> others.get(0));
        var name = known.subject()
                .identifier(other)
                .or(() -> everything(MemberChange.Kind.ADD, 0).subject().identifier(other))
                .orElse("person0");
        var without = new MemberChange(
                known.change(),
                new SubjectKeys(known.subject().profileId(), Map.of(other, name)),
                known.fields(),
                known.consent());
        try (var trial = Trial.open(this, vendor)) {
            var refused = new ArrayList<Integer>();
            for (var fallbacks : List.of(List.<String>of(), List.of(other))) {
                var audience = RemoteAudience.planned(new AudienceSpec(
                        spec.key(),
                        spec.name(),
                        spec.mode(),
                        spec.deleteBehaviour(),
                        spec.matchKey(),
                        fallbacks,
                        spec.options()));
                var preview = trial.destination.audiences().preview(audience, trial.batch(List.of(without)));
                refused.add(preview.refused().size());
            }
            assertThat(refused)
                    .as("a person without the match key is refused, and sent where a fallback key names them")
                    .containsExactly(1, 0);
        }
    }

    /** Identifiers of people, in the form in which they are looked for on the wire; hashed ones cannot be looked for. */
    private List<String> wanted(List<SubjectKeys> subjects) {
        return claims(Capability.HASHED_IDENTIFIERS)
                ? List.of()
                : subjects.stream()
                        .flatMap(subject -> erasedBy(subject).stream())
                        .toList();
    }

    private void assertRefused(Capability capability, ThrowingCallable deed) {
        var refusal = catchThrowableOfType(UnsupportedCapabilityException.class, deed);
        assertThat(refusal)
                .as("%s is not claimed, so it is refused", capability)
                .isNotNull();
        assertThat(refusal.capability()).isEqualTo(capability);
        assertThat(refusal).hasMessageContaining(capability.name());
    }
}
