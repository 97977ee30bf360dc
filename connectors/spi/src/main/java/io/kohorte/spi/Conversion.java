// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * Something a person did that the destination tells us of.
 *
 * @param remoteId the destination's id of this event: the same event has the same id, however often it is told
 * @param subject who; its profile id is empty text when the destination does not know ours
 * @param type what, for example {@code purchase}, {@code deal.won}, {@code email.opened}. Two are more than something to
 *     learn from: {@link #UNSUBSCRIBED} and {@link #FORGOTTEN}
 * @param occurredAt when it happened, not when we heard of it
 * @param value in {@code currency}; zero when there is none
 * @param currency ISO 4217; empty text when there is no value
 */
public record Conversion(
        String remoteId, SubjectKeys subject, String type, Instant occurredAt, BigDecimal value, String currency) {

    /** They want no e-mail any more: Kohorte takes back the consent to this channel. */
    public static final String UNSUBSCRIBED = "email.unsubscribed";

    /** The destination was asked to erase them: Kohorte sends nothing about them to anybody any more. */
    public static final String FORGOTTEN = "privacy.forgotten";

    public Conversion {
        Objects.requireNonNull(remoteId, "remoteId");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(currency, "currency");
    }
}
