// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** What S3 means by its error codes. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
final class S3Errors {

    /** A file is refused for what it is or where it goes, never for one of its rows. */
    private static final ErrorTable STATUSES = ErrorTable.STANDARD
            .with(400, ProblemCode.INVALID_SETTING)
            .with(409, ProblemCode.UNAVAILABLE)
            .with(412, ProblemCode.INVALID_SETTING)
            .with(413, ProblemCode.LIMIT_REACHED)
            .with(422, ProblemCode.INVALID_SETTING);

    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z.]{1,60})</Code>");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("InvalidAccessKeyId", credentials("accessKeyId", "The storage does not know this access key.")),
            Map.entry(
                    "SignatureDoesNotMatch",
                    credentials("secretAccessKey", "The secret does not belong to the access key.")),
            Map.entry("InvalidToken", credentials("sessionToken", "The storage does not accept the session token.")),
            Map.entry(
                    "ExpiredToken",
                    new Meaning(ProblemCode.CREDENTIALS_EXPIRED, "sessionToken", "The session token has expired.")),
            Map.entry("AccessDenied", permission("The access key may not do this in this bucket and folder.")),
            Map.entry("AllAccessDisabled", permission("The bucket is closed.")),
            Map.entry("AccountProblem", permission("The storage reports a problem with the account.")),
            Map.entry("NoSuchBucket", setting("bucket", "There is no bucket of this name.")),
            Map.entry("InvalidBucketName", setting("bucket", "This is no name of a bucket.")),
            Map.entry("PermanentRedirect", setting("region", "The bucket is in another region.")),
            Map.entry("AuthorizationHeaderMalformed", setting("region", "The bucket is in another region.")),
            Map.entry("KMS.NotFoundException", setting("kmsKeyId", "There is no key of this number.")),
            Map.entry(
                    "RequestTimeTooSkewed",
                    setting("", "The clock of this machine differs too much from that of the storage.")),
            Map.entry("SlowDown", new Meaning(ProblemCode.RATE_LIMITED, "", "The storage asks for fewer requests.")),
            Map.entry("QuotaExceeded", new Meaning(ProblemCode.LIMIT_REACHED, "bucket", "The bucket is full.")),
            Map.entry("XMinioStorageFull", new Meaning(ProblemCode.LIMIT_REACHED, "bucket", "The storage is full.")));

    private record Meaning(ProblemCode code, String setting, String sentence) {}

    private S3Errors() {}

    private static Meaning credentials(String setting, String sentence) {
        return new Meaning(ProblemCode.CREDENTIALS_REJECTED, setting, sentence);
    }

    private static Meaning permission(String sentence) {
        return new Meaning(ProblemCode.NOT_PERMITTED, "bucket", sentence);
    }

    private static Meaning setting(String setting, String sentence) {
        return new Meaning(ProblemCode.INVALID_SETTING, setting, sentence);
    }

    static ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        var code = CODE.matcher(answer.text());
        if (code.find() && MEANINGS.containsKey(code.group(1))) {
            var meaning = MEANINGS.get(code.group(1));
            return new ConnectorException(
                    Problem.of(meaning.code(), meaning.sentence())
                            .at(meaning.setting())
                            .vendor(code.group(1)),
                    answer.retryAfter().orElse(Duration.ZERO));
        }
        return STATUSES.refusal(call, answer);
    }
}
