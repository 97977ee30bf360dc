// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Mailchimp has against one person. Its codes are few ({@code ERROR_GENERIC}), so the sentences decide, too.
 *
 * @param code the vendor's, or its title
 */
record Objection(String code, String sentence, String field) {

    /** Mailchimp names no time after which an address that joined many audiences at once is welcome again. */
    static final Duration PAUSE = Duration.ofHours(1);

    /** Anything else is no name of a field, and may quote the person. */
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.]{1,60}");

    private static final String ADDRESS = "email_address";

    /** Of a refused request about one person. */
    static Objection ofRequest(JsonNode problem) {
        var first = problem.path("errors").path(0);
        var detail = problem.path("detail").asText("");
        return new Objection(
                problem.path("title").asText(""),
                first.path("message").asText("").isBlank()
                        ? detail
                        : first.path("message").asText(),
                first.path("field").asText(""));
    }

    /** Of one member of a request that was accepted as a whole. */
    static Objection ofMember(JsonNode error) {
        return new Objection(
                error.path("error_code").asText(""),
                error.path("error").asText(""),
                error.path("field").asText(""));
    }

    /** The person is a contact already; not an error where only the missing are to be created. */
    boolean exists() {
        return code.equals("ERROR_CONTACT_EXISTS") || code.equalsIgnoreCase("Member Exists");
    }

    Outcome outcome(MemberChange about) {
        return outcome(VendorText.clean(sentence, about));
    }

    /** With a sentence of our own, where the person whom the vendor may quote is not at hand. */
    Outcome outcome() {
        return outcome("");
    }

    private Outcome outcome(String said) {
        var problem = Problem.of(problemCode(), said.isEmpty() ? "Mailchimp refused this contact." : said)
                .at(FIELD.matcher(field).matches() ? field : "")
                .vendor(VendorText.clean(code));
        return problem.code() == ProblemCode.RATE_LIMITED
                ? new Outcome.Retry(problem, PAUSE)
                : new Outcome.Rejected(problem);
    }

    private ProblemCode problemCode() {
        var text = (code + " " + sentence).toLowerCase(Locale.ROOT);
        if (text.contains("permanently deleted")
                || text.contains("forgotten email")
                || text.contains("compliance state")) {
            return ProblemCode.FORGOTTEN;
        }
        if (text.contains("a lot of lists")) {
            return ProblemCode.RATE_LIMITED;
        }
        if (field.equals(ADDRESS) || text.contains("fake or invalid") || text.contains("valid email")) {
            return ProblemCode.IDENTIFIER_INVALID;
        }
        return ProblemCode.FIELD_INVALID;
    }
}
