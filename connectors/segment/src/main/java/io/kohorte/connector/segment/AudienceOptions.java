// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.List;

/**
 * What was chosen for an audience.
 *
 * @param key name of the trait and of the property that says who is in
 * @param onlyTo the vendor's destinations that may have these events; empty for all
 */
record AudienceOptions(
        String id, String key, Marks marks, String enteredEvent, String exitedEvent, List<String> onlyTo) {

    AudienceOptions {
        onlyTo = List.copyOf(onlyTo);
    }

    /** @throws ConnectorException {@code INVALID_SETTING} for what an event cannot do */
    static AudienceOptions of(AudienceSpec spec, TrackingSettings settings) {
        if (spec.mode() == SyncMode.INSERT || spec.mode() == SyncMode.UPDATE) {
            throw setting("An event reaches people whether they are known there or not: choose upsert or mirror.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("Nobody is deleted for leaving an audience: choose to remove them from it.");
        }
        var options = spec.options();
        var marks = Marks.named(options.text("marks", settings.vendor().marks()));
        if (marks.events() && !settings.dropsRepeats()) {
            throw setting(
                    "An event that comes twice would count twice: mark members by a trait only, or have RudderStack"
                            + " drop repeated events and say so in the connection.");
        }
        return new AudienceOptions(
                spec.key(),
                options.text("audienceKey", spec.key()),
                marks,
                options.text("enteredEvent", "Audience Entered"),
                options.text("exitedEvent", "Audience Exited"),
                options.texts("onlyTo"));
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
