// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What shall become of one person at the destination.
 *
 * @param change entered, changed or left
 * @param subject who
 * @param fields the destination's field names to values, in mapping order. {@link FieldValue.Empty} clears the field; a
 *     field that is not named is left alone
 * @param consent what the person allowed, as known when the batch was cut
 */
public record MemberChange(Kind change, SubjectKeys subject, Map<String, FieldValue> fields, Consent consent) {

    public MemberChange {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(subject, "subject");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Objects.requireNonNull(consent, "consent");
    }

    /** Names the person by profile id only: identifiers and fields are personal data. */
    @Override
    public String toString() {
        return change + " profile " + subject.profileId();
    }

    /** The three things that can happen to a member. */
    public enum Kind {
        ADD,
        UPDATE,
        REMOVE
    }
}
