// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void unixFieldsMeanWhatTheyMeanOnUnix() {
        assertThat(next("0 6 * * 1-5", "2026-11-21T12:00:00Z")).isEqualTo("2026-11-23T06:00:00Z"); // Saturday to Monday
        assertThat(next("30 0 * * 0", "2026-11-21T12:00:00Z")).isEqualTo("2026-11-22T00:30:00Z");
        assertThat(next("30 0 * * 7", "2026-11-21T12:00:00Z")).isEqualTo("2026-11-22T00:30:00Z");
        assertThat(next("*/15 * * * *", "2026-11-21T12:01:00Z")).isEqualTo("2026-11-21T12:15:00Z");
        assertThat(next("0 0 1 * *", "2026-11-21T12:00:00Z")).isEqualTo("2026-12-01T00:00:00Z");
    }

    @Test
    void aZoneMovesTheHourAndKeepsItOverDaylightSaving() {
        var berlin = new Schedule("0 6 * * *", "Europe/Berlin").expression();
        assertThat(after(berlin, "2026-01-10T12:00:00Z")).isEqualTo("2026-01-11T05:00:00Z");
        assertThat(after(berlin, "2026-07-10T12:00:00Z")).isEqualTo("2026-07-11T04:00:00Z");
    }

    @Test
    void aTimeThatTheClocksLeaveOutIsSkippedThatDay() {
        var berlin = new Schedule("30 2 * * *", "Europe/Berlin").expression();
        assertThat(after(berlin, "2026-03-28T01:30:00Z")).isEqualTo("2026-03-30T00:30:00Z");
    }

    @Test
    void aTimeThatComesTwiceIsTakenOnceAtItsSecondComing() {
        var berlin = new Schedule("30 2 * * *", "Europe/Berlin").expression();
        assertThat(after(berlin, "2026-10-24T00:30:00Z")).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(after(berlin, "2026-10-25T01:30:00Z")).isEqualTo("2026-10-26T01:30:00Z");
        var hourly = new Schedule("0 * * * *", "Europe/Berlin").expression();
        assertThat(after(hourly, "2026-10-24T23:00:00Z")).isEqualTo("2026-10-25T01:00:00Z");
    }

    @Test
    void whatIsNoScheduleIsPointedAt() {
        assertThat(new Schedule("at noon", "Mars/Olympus").check("/schedule"))
                .extracting(FieldError::pointer)
                .containsExactly("/schedule/cron", "/schedule/zone");
        assertThat(new Schedule("0 6 * * *", null).check("/schedule")).isEmpty();
    }

    private static String next(String cron, String from) {
        return after(new Schedule(cron, "UTC").expression(), from);
    }

    private static String after(org.quartz.CronExpression expression, String from) {
        return expression
                .getNextValidTimeAfter(Date.from(Instant.parse(from)))
                .toInstant()
                .toString();
    }
}
