// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Optional;

/**
 * What was chosen for one audience.
 *
 * @param attribute custom attribute that marks members
 * @param value element of the array that marks members
 * @param createUsers whether people with consent who are missing at Braze are created
 * @param subscriptionGroup to which people with consent are subscribed when they enter; empty unless that was asked for
 * @param channel of the subscription group
 * @param unsubscribeLeavers whether those who leave are taken out of the subscription group
 */
record AudienceOptions(
        MarkBy markBy,
        String attribute,
        String value,
        boolean createUsers,
        Optional<String> subscriptionGroup,
        String channel,
        boolean unsubscribeLeavers) {

    /** How Braze knows who is a member. */
    enum MarkBy {
        /** A boolean custom attribute is true. */
        FLAG,
        /** An array custom attribute holds the audience. */
        ARRAY,
        /** Only mapped fields are written. */
        FIELDS
    }

    static AudienceOptions of(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT) {
            throw setting("Braze cannot tell whether a user is new: choose upsert or update.");
        }
        var options = spec.options();
        var markBy =
                switch (options.text("markBy", "flag")) {
                    case "array" -> MarkBy.ARRAY;
                    case "fields" -> MarkBy.FIELDS;
                    default -> MarkBy.FLAG;
                };
        var group = options.optionalText("subscriptionGroupId");
        var subscribe = options.flag("subscribe", false);
        if (subscribe && group.isEmpty()) {
            throw setting("To subscribe people, name the subscription group.");
        }
        return new AudienceOptions(
                markBy,
                options.text(
                        "attribute",
                        markBy == MarkBy.ARRAY
                                ? "kohorte_segments"
                                : "kohorte_" + spec.key().replaceAll("[^A-Za-z0-9_]", "_")),
                options.text("value", spec.key()),
                spec.mode() != SyncMode.UPDATE && options.flag("createUsers", false),
                group.filter(id -> subscribe),
                options.text("subscriptionChannel", "email"),
                options.flag("unsubscribeLeavers", false));
    }

    /** Whether somebody said yes to this channel, or to marketing, and no to neither. Never asked is no yes. */
    static boolean granted(Consent consent, String channel) {
        return !consent.refused("marketing")
                && !consent.refused(channel)
                && (consent.answer("marketing").isPresent()
                        || consent.answer(channel).isPresent());
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
