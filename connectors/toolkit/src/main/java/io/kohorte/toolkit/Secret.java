// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import java.util.Objects;

/** A value that must not be shown. Its text form is {@code ***}; only {@link #reveal} gives the value. */
public final class Secret {

    /** How a secret looks in a preview, a message or a log. */
    public static final String MASK = "***";

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
