// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was chosen for one audience.
 *
 * @param memberField custom field that marks members
 * @param memberValue text written to it; empty for a checkbox
 */
record AudienceOptions(
        String object,
        String externalIdField,
        boolean campaign,
        Optional<String> memberField,
        Optional<String> memberValue,
        Optional<String> campaignId,
        Optional<String> memberStatus) {

    /** API names; they go into addresses and queries, so nothing else may. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

    static AudienceOptions of(AudienceSpec spec) {
        var options = spec.options();
        return new AudienceOptions(
                name(options.text("object", "Contact")),
                name(options.text("externalIdField", "External_Id__c")),
                options.text("writeTo", "fields").equals("campaign"),
                options.optionalText("memberField").map(AudienceOptions::name),
                options.optionalText("memberValue"),
                options.optionalText("campaignId"),
                options.optionalText("memberStatus"));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static String name(String text) {
        if (!isName(text)) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "This is no API name of an object or field."));
        }
        return text;
    }
}
