// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong, in a form that people and the engine understand. Safe to store and to log: neither secrets nor
 * identifiers.
 *
 * @param code ours
 * @param message one plain sentence, in English; {@link ConnectorFactory} says where its German stands
 * @param field the destination's field at fault; empty text when none
 * @param vendorCode the vendor's own code, for support; empty text when none
 */
public record Problem(ProblemCode code, String message, String field, String vendorCode) {

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(vendorCode, "vendorCode");
    }

    public static Problem of(ProblemCode code, String message) {
        return new Problem(code, message, "", "");
    }

    public Problem at(String fieldName) {
        return new Problem(code, message, fieldName, vendorCode);
    }

    public Problem vendor(String vendorsCode) {
        return new Problem(code, message, field, vendorsCode);
    }

    public Optional<String> namedField() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}
