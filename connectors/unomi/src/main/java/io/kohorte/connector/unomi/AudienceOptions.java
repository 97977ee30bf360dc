// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.AudienceSpec;
import java.util.Locale;

/**
 * What was chosen for an audience.
 *
 * @param property of profiles that says who is in
 * @param remoteId of the segment or list
 * @param ours whether we made it, and may delete it
 * @param segment whether a segment shall stand on the property
 */
record AudienceOptions(Marks marks, String property, String remoteId, boolean ours, boolean segment) {

    /** What marks a member. */
    enum Marks {
        PROPERTY,
        LIST,
        /** Mapped fields only. */
        NOTHING
    }

    static AudienceOptions of(AudienceSpec spec) {
        var options = spec.options();
        var plain = "kohorte_" + spec.key().replaceAll("[^A-Za-z0-9]+", "_");
        var chosen = options.optionalText("remoteId");
        return new AudienceOptions(
                Marks.valueOf(options.text("marks", "property").toUpperCase(Locale.ROOT)),
                options.text("property", plain),
                chosen.orElse(plain),
                chosen.isEmpty(),
                options.flag("segment", true));
    }
}
