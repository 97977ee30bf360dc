// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.destination.FieldMapping;
import io.kohorte.core.destination.Recipe;
import io.kohorte.core.destination.ValueSource;
import io.kohorte.core.profile.TraitType;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns what is known of a person into what the destination gets to know: the same for comparing and for sending, so that
 * equal data has the equal fingerprint.
 *
 * @param recipe the sync's mapping
 * @param types of the mapped traits
 */
record Projection(SyncDefinition sync, Needs needs, Recipe recipe, Map<String, TraitType> types) {

    /** Digits of a probability that mean something; more would send everybody again after every training. */
    private static final int SCORE_DIGITS = 6;

    /** A person as sent. */
    record Member(int profile, SubjectKeys subject, Recipe.Filled filled, Consent consent, long fingerprint) {

        /** The row as the mapping wants it: held back or stopped where a value is missing or cannot be sent. */
        MemberRow row() {
            if (filled.lacking().isPresent()) {
                return new MemberRow.Skipped(profile, fingerprint, SkipReason.FIELD_MISSING);
            }
            return filled.problem()
                    .<MemberRow>map(problem -> new MemberRow.Invalid(profile, fingerprint, problem))
                    .orElseGet(() -> ready(filled.fields()));
        }

        MemberRow.Ready ready(Map<String, FieldValue> fields) {
            return new MemberRow.Ready(profile, fingerprint, subject, fields, consent);
        }
    }

    static Projection of(SyncDefinition sync, Needs needs, Map<String, TraitType> types) {
        return new Projection(sync, needs, Recipe.of(sync.mapping()), types);
    }

    Member of(int profile, MemberFacts facts) {
        var identifiers = new TreeMap<String, String>();
        for (var namespace : needs.identifiers()) {
            var value = facts.identities.get(namespace);
            if (value != null) {
                identifiers.put(namespace, value);
            }
        }
        var subject = new SubjectKeys(Integer.toString(profile), identifiers);
        var filled = recipe.fill(source -> value(source, facts));
        var consent = new Consent(facts.consents);
        var data = Fingerprint.of(subject, filled.fields(), consent);
        var print = facts.named(sync.keys())
                .map(name -> Fingerprint.named(data, name.getKey(), name.getValue()))
                .orElse(data);
        return new Member(profile, subject, filled, consent, print);
    }

    /** Who leaves is named with every mapped field when fields are to be cleared, also those we know no value for. */
    MemberRow.Ready leaving(Member member) {
        return member.ready(
                sync.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS
                        ? recipe.cleared()
                        : member.filled().fields());
    }

    private Optional<FieldValue> value(ValueSource source, MemberFacts facts) {
        if (source instanceof ValueSource.Identity identity) {
            return Optional.ofNullable(facts.identities.get(identity.namespace()))
                    .map(FieldValue::of);
        }
        if (source instanceof ValueSource.Trait trait) {
            return Optional.ofNullable(facts.traits.get(trait.name()))
                    .flatMap(value -> typed(trait.name(), value))
                    .or(() -> Optional.ofNullable(facts.identities.get(trait.name()))
                            .map(FieldValue::of));
        }
        var model = source instanceof ValueSource.Score score ? score.model() : ((ValueSource.Cluster) source).model();
        return Optional.ofNullable(facts.scores.get(model)).map(Projection::number);
    }

    private Optional<FieldValue> typed(String trait, JsonNode value) {
        if (types.get(trait) == TraitType.TIME && value.isTextual()) {
            try {
                return Optional.of(FieldValue.of(Instant.parse(value.asText())));
            } catch (DateTimeParseException dateOnly) {
                return Optional.of(FieldValue.of(value.asText()));
            }
        }
        return FieldMapping.value(value);
    }

    private static FieldValue number(double value) {
        return FieldValue.of(BigDecimal.valueOf(value)
                .setScale(SCORE_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros());
    }
}
