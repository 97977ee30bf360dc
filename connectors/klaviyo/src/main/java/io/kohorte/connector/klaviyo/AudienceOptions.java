// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Optional;

/**
 * What is chosen for an audience.
 *
 * @param onList whether members are on a list, and not only known by their properties
 * @param listId an existing list; empty for one of our own
 * @param memberProperty property that is true for members
 * @param subscribes whether those who enter and agreed to e-mail marketing are subscribed to it
 */
record AudienceOptions(boolean onList, Optional<String> listId, Optional<String> memberProperty, boolean subscribes) {

    /** @throws ConnectorException {@code INVALID_SETTING} for what Klaviyo cannot do */
    static AudienceOptions of(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.INVALID_SETTING,
                    "Klaviyo cannot create profiles and be sure to leave others alone: choose upsert."));
        }
        var options = spec.options();
        return new AudienceOptions(
                options.text("writeTo", "list").equals("list"),
                options.optionalText("listId"),
                options.optionalText("memberProperty"),
                options.flag("subscribe", false));
    }
}
