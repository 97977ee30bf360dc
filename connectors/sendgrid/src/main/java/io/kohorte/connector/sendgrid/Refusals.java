// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a refused request means. The body is {@code {"errors": [{"message", "field", "error_id"}]}}. One bad address refuses
 * all contacts of a request, and only the first is named: the batch is halved until it stands alone.
 */
final class Refusals {

    private static final Pattern BAD_ADDRESS = Pattern.compile("email '.*' is not valid", Pattern.CASE_INSENSITIVE);

    /** Where an error says of which contact it is; what follows is the field. */
    private static final Pattern CONTACT = Pattern.compile("contacts?\\[\\d+]\\.?");

    private Refusals() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var standard = ErrorTable.STANDARD.refusal(call, answer);
        if (answer.status() == 429) {
            return new ConnectorException(standard.problem(), wait(answer, standard.after()));
        }
        var error = error(answer);
        var message = error.path("message").asText("").toLowerCase(Locale.ROOT);
        if (answer.status() == 400 && message.contains("invalid custom field id")) {
            return setting(ProblemCode.INVALID_SETTING, "SendGrid does not know a custom field of the mapping.");
        }
        if (answer.status() == 400 && error.path("field").asText("").startsWith("list_ids")) {
            return setting(ProblemCode.AUDIENCE_GONE, "SendGrid does not know the list any more.");
        }
        return standard;
    }

    /**
     * The outcome of a contact that was refused alone.
     *
     * @throws ConnectorException where the refusal is not about the contact
     */
    static Outcome alone(HttpCall call, HttpAnswer answer, MemberChange change) {
        var refusal = of(call, answer);
        if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var error = error(answer);
        var said = error.path("message").asText("");
        var field = CONTACT.matcher(error.path("field").asText("")).replaceFirst("");
        var address = BAD_ADDRESS.matcher(said).find() || field.equals("email");
        var sentence = VendorText.clean(said, change);
        return new Outcome.Rejected(Problem.of(
                        address ? ProblemCode.IDENTIFIER_INVALID : ProblemCode.FIELD_INVALID,
                        sentence.isEmpty() ? "SendGrid refused this contact." : sentence)
                .at(VendorText.clean(address ? "email" : field))
                .vendor(refusal.problem().vendorCode()));
    }

    /**
     * Of a later request of a batch: jobs are under way already. Whoever is sent again by that is treated again, to the same
     * effect.
     */
    static ConnectorException partly(ConnectorException failure) {
        var code = failure.problem().code();
        if (code == ProblemCode.BATCH_REFUSED) {
            return failure;
        }
        return new ConnectorException(
                Problem.of(ProblemCode.UNAVAILABLE, "SendGrid took a part of the batch, then refused (" + code + ").")
                        .vendor(failure.problem().vendorCode()),
                failure.after());
    }

    private static JsonNode error(HttpAnswer answer) {
        return answer.maybeJson().map(body -> body.path("errors").path(0)).orElseGet(MissingNode::getInstance);
    }

    private static Duration wait(HttpAnswer answer, Duration standard) {
        return standard.isZero() ? answer.untilEpoch("x-ratelimit-reset").orElse(Duration.ZERO) : standard;
    }

    private static ConnectorException setting(ProblemCode code, String sentence) {
        return new ConnectorException(Problem.of(code, sentence).vendor("400"));
    }
}
