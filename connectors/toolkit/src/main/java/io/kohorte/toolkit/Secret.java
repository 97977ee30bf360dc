// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/** A value that must not be shown. Its text form is {@code ***}; only {@link #reveal} gives the value. */
public final class Secret {

    /** How a secret looks in a preview, a message or a log. */
    public static final String MASK = "***";

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The value of an {@code Authorization} header for HTTP Basic (RFC 7617), in UTF-8. */
    public static Secret basic(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public String reveal() {
        return value;
    }

    /** Whether this is what somebody shows, in constant time; an empty secret is shown by nobody. */
    public boolean shown(String given) {
        return !value.isEmpty()
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
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
