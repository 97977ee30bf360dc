// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Braze answers to users: {@code {"message": "success", "attributes_processed": 2, "errors": [{"type": "…",
 * "input_array": "attributes", "index": 1}]}}, with 201 also when some were refused. Success means queued, and 202 with
 * {@code queued} means the same while Braze is being maintained.
 */
final class TrackAnswer {

    private static final Outcome TAKEN = new Outcome.Accepted("");

    /** Braze lists no types of errors; by these words, from memory, it speaks of itself and not of the user. */
    private static final Pattern PASSING = Pattern.compile("internal|time(d)? ?out|temporar|try again|unavailable");

    private final HttpAnswer answer;
    private final List<MemberChange> changes;

    private TrackAnswer(HttpAnswer answer, List<MemberChange> changes) {
        this.answer = answer;
        this.changes = changes;
    }

    /**
     * @param changes those of the call's rows, in order
     * @return one outcome per change
     */
    static List<Outcome> read(HttpCall call, HttpAnswer answer, List<MemberChange> changes) {
        return answer.successful()
                ? new TrackAnswer(answer, changes).outcomes()
                : List.of(RequestErrors.refusedRow(call, answer, changes.get(0)));
    }

    private List<Outcome> outcomes() {
        var body = answer.json();
        var message = body.path("message").asText("");
        if (!message.equals("success") && !message.equals("queued")) {
            throw answer.badResponse("without saying success");
        }
        var errors = body.path("errors");
        if (!errors.isMissingNode() && !errors.isNull() && !errors.isArray()) {
            throw answer.badResponse("with errors that are no list");
        }
        var outcomes = new Outcome[changes.size()];
        Arrays.fill(outcomes, TAKEN);
        for (var error : errors) {
            var index = index(error);
            outcomes[index] = outcome(error, changes.get(index));
        }
        var processed = body.path("attributes_processed");
        if (errors.isEmpty() && message.equals("success") && processed.isInt() && processed.intValue() == 0) {
            throw answer.badResponse("that it processed nobody, and not why");
        }
        return List.of(outcomes);
    }

    /**
     * Which row it speaks of.
     *
     * @throws ConnectorException {@code BATCH_REFUSED} where it names none: alone, each row tells. Sending the others again
     *     does no harm
     */
    private int index(JsonNode error) {
        var index = error.path("index");
        if (error.path("input_array").asText("attributes").equals("attributes") && index.isInt()) {
            if (index.intValue() < 0 || index.intValue() >= changes.size()) {
                throw answer.badResponse("with an error of a user who was not sent");
            }
            return index.intValue();
        }
        if (changes.size() == 1) {
            return 0;
        }
        throw new ConnectorException(
                Problem.of(ProblemCode.BATCH_REFUSED, "Braze refused some of these users and does not say which."));
    }

    private Outcome outcome(JsonNode error, MemberChange about) {
        var type = VendorText.clean(
                error.isTextual() ? error.asText() : error.path("type").asText(""), about);
        var sentence = type.isEmpty() ? "Braze refused this user." : type;
        if (PASSING.matcher(type.toLowerCase(Locale.ROOT)).find()) {
            return new Outcome.Retry(Problem.of(ProblemCode.UNAVAILABLE, sentence), Duration.ZERO);
        }
        return switch (type) {
            case "BLACKLISTED_EXTERNAL_USER_ID", "provided external_id is blacklisted and disallowed" ->
                rejected(ProblemCode.IDENTIFIER_INVALID, "Braze blocks this external id as that of no person.", type);
            case "EXTERNAL_USER_ID_TOO_LARGE" ->
                rejected(ProblemCode.IDENTIFIER_INVALID, "This external id is too long for Braze.", type);
            case "'external_id' is required" -> rejected(ProblemCode.IDENTIFIER_MISSING, sentence, "");
            default -> rejected(ProblemCode.FIELD_INVALID, sentence, "");
        };
    }

    private static Outcome rejected(ProblemCode code, String sentence, String vendorCode) {
        return new Outcome.Rejected(Problem.of(code, sentence).vendor(vendorCode));
    }
}
