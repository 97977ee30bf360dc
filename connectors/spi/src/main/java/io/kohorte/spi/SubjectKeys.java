// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * By what a person can be found.
 *
 * @param profileId our stable id of the person, never shown to a vendor unless mapped
 * @param identifiers namespace ({@code email phone maid external_id user_id anonymous_id} or the customer's own) to raw,
 *     unhashed value
 */
public record SubjectKeys(String profileId, Map<String, String> identifiers) {

    public SubjectKeys {
        Objects.requireNonNull(profileId, "profileId");
        identifiers = Collections.unmodifiableMap(new LinkedHashMap<>(identifiers));
    }

    /** Empty when the person has no such identifier, or a blank one. */
    public Optional<String> identifier(String namespace) {
        return Optional.ofNullable(identifiers.get(namespace)).filter(value -> !value.isBlank());
    }

    /** Identifiers are personal data and stay out of texts. */
    @Override
    public String toString() {
        return "profile " + profileId + identifiers.keySet();
    }
}
