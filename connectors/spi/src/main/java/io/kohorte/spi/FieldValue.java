// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/** A value on its way into a destination's field. {@code toString} never shows it: it is personal data. */
public sealed interface FieldValue {

    /** Clears the field at the destination. */
    FieldValue EMPTY = new Empty();

    static FieldValue of(String value) {
        return new Text(value);
    }

    static FieldValue of(BigDecimal value) {
        return new Numeric(value);
    }

    static FieldValue of(boolean value) {
        return new Flag(value);
    }

    static FieldValue of(Instant value) {
        return new Moment(value);
    }

    /** Any text, without any normalising. */
    record Text(String value) implements FieldValue {
        public Text {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Text";
        }
    }

    /** A number, exact. */
    record Numeric(BigDecimal value) implements FieldValue {
        public Numeric {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Numeric";
        }
    }

    /** True or false. */
    record Flag(boolean value) implements FieldValue {
        @Override
        public String toString() {
            return "Flag";
        }
    }

    /** A point in time, in UTC. */
    record Moment(Instant value) implements FieldValue {
        public Moment {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Moment";
        }
    }

    /**
     * Written only where the destination has no value in this field. Comes to connectors that claim {@link
     * Capability#SET_IF_EMPTY}, to no other.
     */
    record IfEmpty(FieldValue value) implements FieldValue {
        public IfEmpty {
            if (value instanceof IfEmpty || value instanceof Empty) {
                throw new IllegalArgumentException("a value to be set is a text, a number, a flag or a moment");
            }
        }

        @Override
        public String toString() {
            return "IfEmpty";
        }
    }

    /** Nothing: clears the field. */
    record Empty() implements FieldValue {}
}
