// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;

/**
 * Why a job stopped before its end. Whatever a person has to mend comes as a retry with that problem, so that the sync
 * pauses, and sends the rows as soon as it goes on.
 */
final class JobFailure {

    private JobFailure() {}

    static Outcome of(JsonNode job) {
        if (job.path("state").asText().equals("Aborted")) {
            return new Outcome.Retry(
                    Problem.of(ProblemCode.NOT_PERMITTED, "Somebody stopped the job in Salesforce.")
                            .vendor("Aborted"),
                    Duration.ZERO);
        }
        var message = job.path("errorMessage").asText("");
        var kind = message.split("[ :]", 2)[0];
        var code = code(kind);
        var said = VendorText.clean(message);
        var sentence = said.isEmpty() ? "Salesforce could not carry out the job." : said;
        return new Outcome.Retry(
                Problem.of(code, sentence).vendor(VendorText.clean(kind)),
                code == ProblemCode.QUOTA_SPENT ? ApiUsage.PAUSE : Duration.ZERO);
    }

    /** Words that begin the message (Bulk API guide, "Bulk API and Bulk API 2.0 errors"; some from memory). */
    private static ProblemCode code(String kind) {
        return switch (kind) {
            case "ExceededQuota", "TooManyBatches", "TooManyRecords" -> ProblemCode.QUOTA_SPENT;
            case "TooManyLockFailure" -> ProblemCode.ROW_LOCKED;
            case "InternalServerError", "Timeout", "ServiceUnavailable", "Unknown" -> ProblemCode.UNAVAILABLE;
            case "FeatureNotEnabled", "ApiDisabled", "InvalidUser" -> ProblemCode.NOT_PERMITTED;
            default -> ProblemCode.INVALID_SETTING;
        };
    }
}
