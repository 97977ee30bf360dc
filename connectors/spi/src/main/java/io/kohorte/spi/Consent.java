// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Map;
import java.util.Optional;

/**
 * What a person allowed or refused.
 *
 * @param grants purpose ({@code marketing profiling ads}) or channel ({@code email sms push phone post}) to answer; a
 *     purpose that is not named was never asked
 */
public record Consent(Map<String, Boolean> grants) {

    public static final Consent NEVER_ASKED = new Consent(Map.of());

    public Consent {
        grants = Map.copyOf(grants);
    }

    /** Empty when the person was never asked. */
    public Optional<Boolean> answer(String purpose) {
        return Optional.ofNullable(grants.get(purpose));
    }

    public boolean refused(String purpose) {
        return !answer(purpose).orElse(true);
    }
}
