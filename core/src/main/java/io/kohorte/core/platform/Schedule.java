// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * When something runs by itself.
 *
 * @param cron five fields as on Unix ({@code 0 6 * * 1-5}), or six or seven with seconds first as Quartz has them
 * @param zone IANA name of the time zone the fields are in; UTC when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Schedule(String cron, @Nullable String zone) {

    private static final int UNIX_FIELDS = 5;
    private static final Pattern DAY_NUMBER = Pattern.compile("(?<![#/\\d])[0-7](?!\\d)");

    /** @param at where the schedule stands in the request, for example {@code /schedule} */
    public List<FieldError> check(String at) {
        var errors = new ArrayList<FieldError>();
        if (cron == null || !CronExpression.isValidExpression(quartz())) {
            errors.add(new FieldError(
                    at + "/cron",
                    "INVALID_CRON",
                    "This is no cron expression; for example '0 6 * * *' is daily at six."));
        }
        try {
            zoneId();
        } catch (DateTimeException e) {
            errors.add(new FieldError(
                    at + "/zone", "UNKNOWN_ZONE", "There is no such time zone; for example Europe/Berlin."));
        }
        return errors;
    }

    /** @throws DateTimeException if there is no such zone */
    public ZoneId zoneId() {
        return zone == null || zone.isBlank() ? ZoneId.of("UTC") : ZoneId.of(zone);
    }

    /** @throws IllegalStateException if {@link #check} would complain */
    public CronExpression expression() {
        try {
            var expression = new CronExpression(quartz());
            expression.setTimeZone(TimeZone.getTimeZone(zoneId()));
            return expression;
        } catch (ParseException e) {
            throw new IllegalStateException("unchecked cron expression", e);
        }
    }

    /** Unix counts days of the week from Sunday = 0 and takes both day fields; Quartz from Sunday = 1 and one of them. */
    private String quartz() {
        var fields = cron.strip().split("\\s+", -1);
        if (fields.length != UNIX_FIELDS) {
            return cron.strip();
        }
        var dayOfMonth = fields[2];
        var dayOfWeek = DAY_NUMBER
                .matcher(fields[4])
                .replaceAll(day -> Integer.toString(Integer.parseInt(day.group()) % 7 + 1));
        if (dayOfWeek.equals("*")) {
            dayOfWeek = "?";
        } else if (dayOfMonth.equals("*")) {
            dayOfMonth = "?";
        }
        return String.join(" ", "0", fields[0], fields[1], dayOfMonth, fields[3], dayOfWeek);
    }
}
