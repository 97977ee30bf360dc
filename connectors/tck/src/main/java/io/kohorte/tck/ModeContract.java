// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sync means by its mode and by leaving is done, or refused as a setting; never is one taken for another. */
public interface ModeContract extends ConnectorUnderTest {

    /** A sync that removes its members has nobody who leaves. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REMOVE")
    default void leaves_alone_who_leaves_where_leaving_means_nothing(SyncMode mode, FakeVendor vendor) {
        if (!claims(Capability.REMOVE)) {
            return; // refused, as another test proves
        }
        preview(mode, DeleteBehaviour.NOTHING, leavers(UnaryOperator.identity()), vendor)
                .ifPresent(preview -> {
                    assertThat(preview.requests()).as("nothing is sent").isEmpty();
                    assertThat(preview.refused())
                            .extracting(Preview.Refusal::outcome)
                            .hasSize(2)
                            .containsOnly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"MIRROR", "REMOVE"})
    default void tells_the_vendor_of_who_leaves_whatever_else_leaving_means(SyncMode mode, FakeVendor vendor) {
        if (!claims(Capability.REMOVE)) {
            return; // refused, as another test proves
        }
        for (var leaving : DeleteBehaviour.values()) {
            if (leaving != DeleteBehaviour.NOTHING) {
                preview(mode, leaving, leavers(value -> cleared(leaving, value)), vendor)
                        .ifPresent(preview -> assertThat(preview.requests())
                                .as("requests for who leaves, where that means %s", leaving)
                                .isNotEmpty());
            }
        }
    }

    @Test
    default void clears_fields_of_who_leaves_or_refuses_to(FakeVendor vendor) {
        if (claims(Capability.REMOVE) && claims(Capability.UPSERT_FIELDS)) {
            assertToldApart(DeleteBehaviour.CLEAR_FIELDS, vendor);
        }
    }

    @Test
    default void deletes_who_leaves_or_refuses_to(FakeVendor vendor) {
        if (claims(Capability.REMOVE) && !handsChangesOn()) {
            assertToldApart(DeleteBehaviour.DELETE, vendor);
        }
    }

    private void assertToldApart(DeleteBehaviour leaving, FakeVendor vendor) {
        preview(SyncMode.MIRROR, leaving, leavers(value -> cleared(leaving, value)), vendor)
                .ifPresent(preview -> assertThat(preview)
                        .as("what is sent of who leaves where that means %s, compared with mere removal", leaving)
                        .isNotEqualTo(preview(
                                        SyncMode.MIRROR,
                                        DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                                        leavers(UnaryOperator.identity()),
                                        vendor)
                                .orElse(null)));
    }

    /** Who leaves comes with all fields, which are about those who stay. */
    @Test
    default void writes_no_field_of_who_is_only_removed(FakeVendor vendor) {
        if (!claims(Capability.REMOVE) || handsChangesOn() || findsPeopleByFields()) {
            return; // the receiver needs them
        }
        var shown = Stream.<UnaryOperator<FieldValue>>of(UnaryOperator.identity(), value -> FieldValue.EMPTY)
                .map(written ->
                        preview(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, leavers(written), vendor))
                .distinct();
        assertThat(shown).as("what is sent with values of fields, and without").hasSize(1);
    }

    /** One creates who is missing and leaves others alone, one creates nobody: no request does both. */
    @Test
    default void tells_inserting_from_updating_or_refuses_one(FakeVendor vendor) {
        if (!claims(Capability.ADD) || !claims(Capability.UPSERT_FIELDS) || handsChangesOn()) {
            return; // the application offers no such sync, or the receiver decides
        }
        var insert = sent(SyncMode.INSERT, vendor);
        assertThat(insert.isPresent() && insert.equals(sent(SyncMode.UPDATE, vendor)))
                .as("inserting and updating are the same: %s", insert)
                .isFalse();
    }

    /** What goes out for two people who enter; empty where the connector refuses such a sync. */
    private Optional<List<String>> sent(SyncMode mode, FakeVendor vendor) {
        return under(mode, DeleteBehaviour.NOTHING, vendor, (trial, audience) -> {
            trial.write(audience, trial.batch(2));
            return vendor.changes().stream()
                    .map(call -> call.method() + " " + call.path() + " " + call.body())
                    .toList();
        });
    }

    /** What the engine sends of two people who leave. */
    private List<MemberChange> leavers(UnaryOperator<FieldValue> written) {
        return IntStream.range(0, 2)
                .mapToObj(person -> {
                    var add = claims(Capability.ADD) ? MemberChange.Kind.ADD : MemberChange.Kind.REMOVE;
                    var fields = new LinkedHashMap<>(change(add, person).fields());
                    fields.replaceAll((name, value) -> written.apply(value));
                    var known = change(MemberChange.Kind.REMOVE, person);
                    return new MemberChange(MemberChange.Kind.REMOVE, known.subject(), fields, known.consent());
                })
                .toList();
    }

    private static FieldValue cleared(DeleteBehaviour leaving, FieldValue value) {
        return leaving == DeleteBehaviour.CLEAR_FIELDS ? FieldValue.EMPTY : value;
    }

    private Optional<Preview> preview(
            SyncMode mode, DeleteBehaviour leaving, List<MemberChange> changes, FakeVendor vendor) {
        return under(mode, leaving, vendor, (trial, audience) -> trial.destination
                .audiences()
                .preview(audience, trial.batch(changes)));
    }

    /** Empty where the connector refuses such a sync. */
    private <T> Optional<T> under(
            SyncMode mode, DeleteBehaviour leaving, FakeVendor vendor, BiFunction<Trial, RemoteAudience, T> deed) {
        var spec = audience();
        var meant = new AudienceSpec(
                spec.key(), spec.name(), mode, leaving, spec.matchKey(), spec.fallbackKeys(), spec.options());
        try (var trial = Trial.open(this, vendor)) {
            return Optional.of(deed.apply(trial, trial.destination.audiences().ensure(meant)));
        } catch (ConnectorException refusal) {
            assertThat(refusal.problem().code())
                    .as("a sync in mode %s where leaving means %s is refused: %s", mode, leaving, refusal.problem())
                    .isEqualTo(ProblemCode.INVALID_SETTING);
            return Optional.empty();
        }
    }
}
