// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static java.util.Map.entry;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an HTTP status means, once for all connectors; a connector overrides what its vendor means differently with
 * {@link #with}.
 */
public final class StatusTable {

    public static final StatusTable STANDARD = new StatusTable(Map.ofEntries(
            entry(400, ProblemCode.BATCH_REFUSED),
            entry(401, ProblemCode.CREDENTIALS_REJECTED),
            entry(402, ProblemCode.LIMIT_REACHED),
            entry(403, ProblemCode.NOT_PERMITTED),
            entry(404, ProblemCode.AUDIENCE_GONE),
            entry(405, ProblemCode.INVALID_SETTING),
            entry(406, ProblemCode.INVALID_SETTING),
            entry(407, ProblemCode.INVALID_SETTING),
            entry(408, ProblemCode.TIMEOUT),
            entry(409, ProblemCode.BATCH_REFUSED),
            entry(410, ProblemCode.AUDIENCE_GONE),
            entry(413, ProblemCode.BATCH_REFUSED),
            entry(415, ProblemCode.INVALID_SETTING),
            entry(421, ProblemCode.UNAVAILABLE),
            entry(422, ProblemCode.BATCH_REFUSED),
            entry(423, ProblemCode.ROW_LOCKED),
            entry(425, ProblemCode.UNAVAILABLE),
            entry(426, ProblemCode.VERSION_RETIRED),
            entry(429, ProblemCode.RATE_LIMITED),
            entry(451, ProblemCode.NOT_PERMITTED),
            entry(501, ProblemCode.INVALID_SETTING)));

    /** With these, the vendor may have done the work before it, or something between us, stumbled. */
    private static final Set<Integer> MAYBE_DONE = Set.of(500, 502, 504);

    private final Map<Integer, ProblemCode> codes;

    private StatusTable(Map<Integer, ProblemCode> codes) {
        this.codes = Map.copyOf(codes);
    }

    /** The same table with one entry of the vendor's own. */
    public StatusTable with(int status, ProblemCode code) {
        var entries = new TreeMap<>(codes);
        entries.put(status, code);
        return new StatusTable(entries);
    }

    /** A status outside 200–299. Unlisted: 3xx is a setting (we never follow), 5xx is unavailable, the rest unexpected. */
    public ProblemCode code(int status) {
        var listed = codes.get(status);
        if (listed != null) {
            return listed;
        }
        return switch (status / 100) {
            case 3 -> ProblemCode.INVALID_SETTING;
            case 5 -> ProblemCode.UNAVAILABLE;
            default -> ProblemCode.UNEXPECTED;
        };
    }

    /** What to throw for an answer that is no success: code, one sentence, and how long the vendor asks to wait. */
    public ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        return new ConnectorException(problem(call, answer), answer.retryAfter().orElse(Duration.ZERO));
    }

    /** The problem of {@link #refusal} alone. */
    public Problem problem(HttpCall call, HttpAnswer answer) {
        var status = answer.status();
        var code = !call.idempotent() && MAYBE_DONE.contains(status) ? ProblemCode.MAYBE_APPLIED : code(status);
        return Problem.of(code, sentence(code, status)).vendor(Integer.toString(status));
    }

    /**
     * The outcome of a call that carried a single row which the vendor refused: with nothing left to halve, a
     * {@code BATCH_REFUSED} is about that row.
     *
     * @throws ConnectorException where the refusal is not about the row
     */
    public Outcome refusedRow(HttpCall call, HttpAnswer answer) {
        var refusal = refusal(call, answer);
        if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var code = answer.status() == 409 ? ProblemCode.CONFLICT : ProblemCode.FIELD_INVALID;
        return new Outcome.Rejected(Problem.of(code, "The destination refused this row (HTTP " + answer.status() + ").")
                .vendor(Integer.toString(answer.status())));
    }

    private static String sentence(ProblemCode code, int status) {
        var what =
                switch (code) {
                    case BATCH_REFUSED -> "The destination refused the request as a whole";
                    case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> "The destination did not accept the credentials";
                    case NOT_PERMITTED -> "The destination does not permit this";
                    case AUDIENCE_GONE -> "Nothing is at this address any more";
                    case LIMIT_REACHED, QUOTA_SPENT -> "A limit of the account is reached";
                    case RATE_LIMITED -> "The destination asks for fewer requests";
                    case TIMEOUT -> "The destination waited too long for the request";
                    case VERSION_RETIRED -> "The destination no longer serves this version of its interface";
                    case MAYBE_APPLIED -> "The destination failed while it worked, and may have applied the request";
                    case INVALID_SETTING ->
                        status / 100 == 3
                                ? "The address leads elsewhere, and redirects are not followed"
                                : "The destination does not understand requests of this kind at this address";
                    case UNAVAILABLE -> "The destination is not available";
                    default -> "The destination refused the request";
                };
        return what + " (HTTP " + status + ").";
    }
}
