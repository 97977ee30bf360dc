// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Locale;

/**
 * What was chosen for an audience.
 *
 * @param attribute that says who is in; empty where mapped fields are all that is written
 * @param event name of the event
 */
record AudienceOptions(String key, String attribute, String event) {

    /** @throws ConnectorException {@code INVALID_SETTING} for what an event cannot do */
    static AudienceOptions of(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT || spec.mode() == SyncMode.UPDATE) {
            throw setting("An event reaches visitors whether they are known or not: choose upsert or mirror.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("Nobody is deleted for leaving an audience: choose to remove them from it.");
        }
        var plain = "kohorte_" + spec.key().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        var marked = spec.options().flag("mark", true);
        return new AudienceOptions(
                spec.key(),
                marked ? spec.options().text("attribute", plain) : "",
                spec.options().text("event", "kohorte_audience"));
    }

    boolean marks() {
        return !attribute.isEmpty();
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
