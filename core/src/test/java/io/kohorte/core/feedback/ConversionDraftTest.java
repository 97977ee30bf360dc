// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What keeps a conversion from being taken. */
class ConversionDraftTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String YESTERDAY = "2026-02-28T12:00:00Z";

    @Test
    void aPurchaseOfYesterdayIsTaken() {
        assertThat(fault(YESTERDAY, "19.9", "a@example.com")).isEmpty();
    }

    @Test
    void aClockThatRunsAheadByHoursIsForgivenAndByDaysIsNot() {
        assertThat(fault("2026-03-02T11:59:59Z", "1", "a@example.com")).isEmpty();
        assertThat(fault("2026-03-02T12:00:01Z", "1", "a@example.com")).isEqualTo("IN_THE_FUTURE");
    }

    @Test
    void aTimeWithoutAnOffsetCouldBeAnyHour() {
        assertThat(fault("2026-02-28T12:00:00", "1", "a@example.com")).isEqualTo("INVALID_TIME");
    }

    @Test
    void aShortTextWithABillionDigitsIsNoValue() {
        assertThat(fault(YESTERDAY, "1e999999999", "a@example.com")).isEqualTo("INVALID_VALUE");
        assertThat(fault(YESTERDAY, "1e-999999999", "a@example.com")).isEqualTo("INVALID_VALUE");
    }

    @Test
    void itIsAboutSomebody() {
        assertThat(fault(YESTERDAY, "1", "no address")).isEqualTo("NOBODY");
    }

    private static String fault(String at, String value, String email) {
        var draft =
                new ConversionDraft("id", null, Map.of("email", email), "purchase", at, new BigDecimal(value), "EUR");
        return draft.fault(CLOCK).map(ConversionDraft.Fault::code).orElse("");
    }
}
