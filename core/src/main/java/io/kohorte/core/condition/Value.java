// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.time.Instant;
import java.util.Optional;

/** What a person wrote on the right side of a comparison. */
public sealed interface Value {

    /** Text, or a date such as {@code 2024-01-31} where a time is compared. */
    record Text(String text) implements Value {}

    /** A finite number. */
    record Numeric(double number) implements Value {}

    record Flag(boolean flag) implements Value {}

    /** A moment that moves with "as of": {@code {"ago":"P30D"}}. */
    record Ago(Span span) implements Value {}

    /** This value as a stretch of time; empty when it names none. */
    default Optional<Moment> moment(Instant asOf) {
        if (this instanceof Ago ago) {
            return Optional.of(Moment.at(ago.span().before(asOf)));
        }
        return this instanceof Text text ? Moment.parse(text.text()) : Optional.empty();
    }
}
