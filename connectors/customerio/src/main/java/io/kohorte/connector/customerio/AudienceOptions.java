// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Optional;

/**
 * What is chosen for an audience.
 *
 * @param writeTo how members are told from others
 * @param attribute that is true for members, where they are marked by one
 * @param segmentId an existing manual segment; empty for one of our own
 * @param creates whether people who agreed are created where they are missing
 * @param subscribes whether people who enter and agreed are subscribed again, where they had unsubscribed
 */
record AudienceOptions(
        WriteTo writeTo, String attribute, Optional<String> segmentId, boolean creates, boolean subscribes) {

    /** How members are told from others. */
    enum WriteTo {
        ATTRIBUTE,
        SEGMENT,
        FIELDS
    }

    /** @throws ConnectorException {@code INVALID_SETTING} for what Customer.io cannot do */
    static AudienceOptions of(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT) {
            throw setting("Customer.io cannot create people and leave those who are there alone: choose upsert.");
        }
        var options = spec.options();
        var writeTo =
                switch (options.text("writeTo", "attribute")) {
                    case "segment" -> WriteTo.SEGMENT;
                    case "fields" -> WriteTo.FIELDS;
                    default -> WriteTo.ATTRIBUTE;
                };
        if (writeTo == WriteTo.SEGMENT && !PersonKey.Kind.of(spec.matchKey()).namesMembers()) {
            throw setting("A manual segment of Customer.io takes people by id, e-mail or cio_id: match by one of these,"
                    + " or mark members by attribute.");
        }
        return new AudienceOptions(
                writeTo,
                options.optionalText("attribute")
                        .orElseGet(() -> "kohorte_" + spec.key().replace('-', '_')),
                options.optionalText("segmentId"),
                options.flag("createPeople", false) && spec.mode() != SyncMode.UPDATE,
                options.flag("subscribe", false));
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
