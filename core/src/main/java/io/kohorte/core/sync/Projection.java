// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.destination.FieldMapping;
import io.kohorte.core.destination.ValueSource;
import io.kohorte.core.profile.TraitType;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
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
 * @param types of the mapped traits
 */
record Projection(SyncDefinition sync, Needs needs, Map<String, TraitType> types) {

    /** Digits of a probability that mean something; more would send everybody again after every training. */
    private static final int SCORE_DIGITS = 6;

    /** A person as sent. */
    record Member(SubjectKeys subject, Map<String, FieldValue> fields, Consent consent, long fingerprint) {}

    Member of(int profile, MemberFacts facts) {
        var identifiers = new TreeMap<String, String>();
        for (var namespace : needs.identifiers()) {
            var value = facts.identities.get(namespace);
            if (value != null) {
                identifiers.put(namespace, value);
            }
        }
        var subject = new SubjectKeys(Integer.toString(profile), identifiers);
        var fields = sync.mapping().apply(source -> value(source, facts));
        var consent = new Consent(facts.consents);
        return new Member(subject, fields, consent, Fingerprint.of(subject, fields, consent));
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
