// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said about a purpose ({@code marketing}, {@code ads}, {@code email} …) and when.
 *
 * @param age how long before it arrived it was said, where that is all that is known: {@code at} is by the clock of this process then, which
 *     others need not agree with, and the database's counts instead
 */
public record ConsentFact(int profile, String purpose, boolean granted, Instant at, @Nullable Duration age) {

    public ConsentFact(int profile, String purpose, boolean granted, Instant at) {
        this(profile, purpose, granted, at, null);
    }
}
