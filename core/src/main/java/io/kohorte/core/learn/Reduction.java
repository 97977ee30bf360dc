// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A wish to replace columns by {@link Components}.
 *
 * @param number how many of them; empty for as many as explain nine tenths of the variance, and half of that of each column
 */
public record Reduction(Optional<Integer> number) {
    public static final Reduction AUTO = new Reduction(Optional.empty());

    private static final String AUTOMATIC = "auto";
    private static final int MOST = 50;

    public Reduction {
        if (number.filter(many -> many < 1 || many > MOST).isPresent()) {
            throw new IllegalArgumentException("1 to " + MOST + " components");
        }
    }

    /** Throws {@link IllegalArgumentException} where it is neither {@code auto} nor a number from 1 to 50. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Reduction of(Object wire) {
        if (wire.equals(AUTOMATIC)) {
            return AUTO;
        }
        if (wire instanceof Integer number) {
            return new Reduction(Optional.of(number));
        }
        throw new IllegalArgumentException("auto, or a number");
    }

    @JsonValue
    Object wire() {
        return number.<Object>map(many -> many).orElse(AUTOMATIC);
    }
}
