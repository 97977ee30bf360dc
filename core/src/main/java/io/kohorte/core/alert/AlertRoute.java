// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom to tell, and how.
 *
 * @param severity of the alerts it wants: this one and worse
 * @param settings with secrets; empty when the key they were encrypted with is gone
 */
record AlertRoute(
        long id,
        String name,
        RouteKind kind,
        Severity severity,
        Language language,
        Optional<ObjectNode> settings,
        Standing standing) {

    /**
     * How delivery goes.
     *
     * @param owed notices not delivered yet
     * @param failures in a row
     * @param problem why the last attempt failed, if it did
     * @param tryAgainAt when it is next tried
     */
    record Standing(
            int owed,
            int failures,
            Optional<String> problem,
            Optional<Instant> tryAgainAt,
            Optional<Instant> lastSentAt) {}
}
