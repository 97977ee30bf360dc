// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How a route carries notices. */
public enum RouteKind {
    EMAIL,
    /** JSON, signed as our webhook destination signs. */
    WEBHOOK,
    /** A chat that takes {@code {"text": …}}: Slack, Mattermost, Rocket.Chat, Google Chat. */
    SLACK;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static RouteKind of(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "/kind", "UNKNOWN_KIND", "There is no such kind of route.", "Use email, webhook or slack."));
    }
}
