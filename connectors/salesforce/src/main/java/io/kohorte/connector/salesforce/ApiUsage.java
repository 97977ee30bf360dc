// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The organisation's daily requests, shared with everything else that talks to it. Salesforce tells the count with every
 * answer ({@code Sforce-Limit-Info: api-usage=14900/15000}) and never says when to come back, since the window of 24
 * hours rolls: so we pause a while, then look again.
 */
final class ApiUsage {

    static final Duration PAUSE = Duration.ofMinutes(30);

    private static final Pattern USAGE = Pattern.compile("(?:^|[,; ])api-usage=(\\d{1,12})/(\\d{1,12})");

    private final Pause pause;
    private final int stopPercent;

    ApiUsage(Clock clock, int stopPercent) {
        pause = new Pause(clock);
        this.stopPercent = stopPercent;
    }

    void observe(HttpAnswer answer) {
        answer.header("sforce-limit-info")
                .map(USAGE::matcher)
                .filter(match -> match.find())
                .ifPresent(match -> {
                    var used = Long.parseLong(match.group(1));
                    var allowed = Long.parseLong(match.group(2));
                    if (allowed > 0 && used * 100 >= allowed * stopPercent) {
                        pause.begin(PAUSE);
                    }
                });
    }

    /** @throws io.kohorte.spi.ConnectorException {@code QUOTA_SPENT} during a pause */
    void check() {
        pause.check(Problem.of(
                ProblemCode.QUOTA_SPENT, "The organisation has used " + stopPercent + " % of its daily API requests."));
    }
}
