// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was chosen for one audience.
 *
 * @param list whether membership is one of a static list; else it is a property, or nothing but the mapped ones
 * @param listId an existing list; empty for one of our own
 * @param idProperty property by which contacts are found
 * @param memberProperty property that marks members
 * @param memberValue text written to it; empty for a checkbox
 */
record AudienceOptions(
        boolean list,
        Optional<String> listId,
        String idProperty,
        Optional<String> memberProperty,
        Optional<String> memberValue) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    static AudienceOptions of(AudienceSpec spec) {
        var options = spec.options();
        var idProperty = name(options.text("idProperty", spec.matchKey()), "idProperty");
        if (idProperty.equals("hs_object_id")) {
            throw setting(
                    "idProperty",
                    "HubSpot upserts by the e-mail address or a property of your own with unique values.");
        }
        return new AudienceOptions(
                options.text("writeTo", "list").equals("list"),
                options.optionalText("listId").map(AudienceOptions::number),
                idProperty,
                options.optionalText("memberProperty").map(name -> name(name, "memberProperty")),
                options.optionalText("memberValue"));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    boolean byEmail() {
        return idProperty.equals("email");
    }

    private static String name(String text, String option) {
        if (!isName(text)) {
            throw setting(option, "This is no name of a HubSpot property: lower case letters, digits and underscores.");
        }
        return text;
    }

    private static String number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw setting("listId", "The id of a HubSpot list is a number.");
        }
        return text;
    }

    private static ConnectorException setting(String option, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.INVALID_SETTING, sentence).at(option));
    }
}
