// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import java.time.Instant;

/** What a person said about a purpose ({@code marketing}, {@code ads}, {@code email} …) and when. */
public record ConsentFact(int profile, String purpose, boolean granted, Instant at) {}
