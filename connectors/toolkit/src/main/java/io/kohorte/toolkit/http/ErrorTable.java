// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonPointer;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a refusal means, once for all connectors. A connector says what its vendor means differently by a status
 * and, where the body of a refusal says more than that, where its code and its sentence stand and what the codes mean.
 */
public final class ErrorTable {

    public static final ErrorTable STANDARD = new ErrorTable(
            Map.ofEntries(
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
                    entry(501, ProblemCode.INVALID_SETTING)),
            Map.of(),
            Map.of(),
            new Words(Optional.empty(), Optional.empty(), Optional.empty()));

    /** With these, the vendor may have done the work before it, or something between us, stumbled. */
    private static final Set<Integer> MAYBE_DONE = Set.of(500, 502, 504);

    /** A word or a short number. Anything else may quote a person, a long number their telephone. */
    private static final Pattern VENDOR_CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{0,63}|[0-9]{1,6}");

    private final Map<Integer, ProblemCode> statuses;
    private final Map<String, ProblemCode> vendorCodes;
    private final Map<ProblemCode, String> sentences;
    private final Words words;

    private ErrorTable(
            Map<Integer, ProblemCode> statuses,
            Map<String, ProblemCode> vendorCodes,
            Map<ProblemCode, String> sentences,
            Words words) {
        this.statuses = statuses;
        this.vendorCodes = vendorCodes;
        this.sentences = sentences;
        this.words = words;
    }

    /** Where a vendor explains a refusal. */
    private record Words(Optional<JsonPointer> code, Optional<JsonPointer> sentence, Optional<String> waitHeader) {}

    /** The same table, with a status by which the vendor means something else. */
    public ErrorTable with(int status, ProblemCode code) {
        return new ErrorTable(and(statuses, status, code), vendorCodes, sentences, words);
    }

    /** The same table, with codes of the vendor's own. They go before a status below 500; a broken machine is not heard. */
    public ErrorTable with(ProblemCode code, String... itsCodes) {
        var codes = vendorCodes;
        for (var itsCode : itsCodes) {
            codes = and(codes, itsCode, code);
        }
        return new ErrorTable(statuses, codes, sentences, words);
    }

    /** The same table, with a sentence that says more to a person than the status would. */
    public ErrorTable saying(ProblemCode code, String sentence) {
        return new ErrorTable(statuses, vendorCodes, and(sentences, code, sentence), words);
    }

    /** The same table for a vendor whose refusals have a code at this JSON Pointer, such as {@code /errors/0/code}. */
    public ErrorTable codeAt(String pointer) {
        var named = new Words(Optional.of(JsonPointer.compile(pointer)), words.sentence(), words.waitHeader());
        return new ErrorTable(statuses, vendorCodes, sentences, named);
    }

    /**
     * The same table for a vendor whose refusals have a sentence for people at this JSON Pointer. It goes before all others,
     * without what looks like personal data; of a call about several people, any of whom it may quote, it is not repeated.
     */
    public ErrorTable sentenceAt(String pointer) {
        var named = new Words(words.code(), Optional.of(JsonPointer.compile(pointer)), words.waitHeader());
        return new ErrorTable(statuses, vendorCodes, sentences, named);
    }

    /** The same table for a vendor that says in this header how many seconds to wait where requests are too many. */
    public ErrorTable waitIn(String header) {
        var named = new Words(words.code(), words.sentence(), Optional.of(header));
        return new ErrorTable(statuses, vendorCodes, sentences, named);
    }

    private static <K, V> Map<K, V> and(Map<K, V> entries, K key, V value) {
        var all = new HashMap<>(entries);
        all.put(key, value);
        return Map.copyOf(all);
    }

    /** A status outside 200–299. Unlisted: 3xx is a setting (we never follow), 5xx is unavailable, the rest unexpected. */
    public ProblemCode code(int status) {
        var listed = statuses.get(status);
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
        return refusal(problem(call, answer), answer);
    }

    /** The problem of {@link #refusal} alone. */
    public Problem problem(HttpCall call, HttpAnswer answer) {
        return problem(call, answer, call.rows().isEmpty() ? VendorText::clean : anybody -> "");
    }

    /**
     * The outcome of a call that carried a single row which the vendor refused: with nothing left to halve, a
     * {@code BATCH_REFUSED} is about that row.
     *
     * @throws ConnectorException where the refusal is not about the row
     */
    public Outcome refusedRow(HttpCall call, HttpAnswer answer) {
        return rowOutcome(call, answer, problem(call, answer));
    }

    /**
     * As {@link #refusedRow(HttpCall, HttpAnswer)}, in the vendor's words.
     *
     * @param about whom the row speaks of; a sentence that names them is repeated without that
     */
    public Outcome refusedRow(HttpCall call, HttpAnswer answer, MemberChange about) {
        var repeated = call.rows().size() == 1;
        return rowOutcome(call, answer, problem(call, answer, said -> repeated ? VendorText.clean(said, about) : ""));
    }

    private Outcome rowOutcome(HttpCall call, HttpAnswer answer, Problem problem) {
        if (call.rows().size() != 1) {
            throw refusal(problem, answer);
        }
        if (problem.code() == ProblemCode.ROW_LOCKED) {
            return new Outcome.Retry(problem, wait(problem, answer));
        }
        return switch (problem.code().kind()) {
            case POISONED_BATCH -> new Outcome.Rejected(ofRow(answer, problem));
            case RECORD -> new Outcome.Rejected(problem);
            default -> throw refusal(problem, answer);
        };
    }

    private Problem ofRow(HttpAnswer answer, Problem refused) {
        var status = answer.status();
        var code = status == 409 ? ProblemCode.CONFLICT : ProblemCode.FIELD_INVALID;
        var said = !refused.message().equals(standardSentence(refused.code(), status));
        return Problem.of(code, said ? refused.message() : "The destination refused this row (HTTP " + status + ").")
                .vendor(refused.vendorCode());
    }

    private Problem problem(HttpCall call, HttpAnswer answer, UnaryOperator<String> clean) {
        var status = answer.status();
        var vendorCode = said(answer, words.code())
                .filter(text -> VENDOR_CODE.matcher(text).matches());
        var code = code(call, status, vendorCode);
        var sentence = said(answer, words.sentence()).map(clean).filter(text -> !text.isEmpty());
        return Problem.of(code, sentence.orElseGet(() -> sentence(code, status)))
                .vendor(vendorCode.orElse(Integer.toString(status)));
    }

    private ProblemCode code(HttpCall call, int status, Optional<String> vendorCode) {
        if (!call.idempotent() && MAYBE_DONE.contains(status)) {
            return ProblemCode.MAYBE_APPLIED;
        }
        return vendorCode.filter(known -> status < 500).map(vendorCodes::get).orElseGet(() -> code(status));
    }

    private static Optional<String> said(HttpAnswer answer, Optional<JsonPointer> where) {
        return where.flatMap(
                pointer -> answer.maybeJson().map(body -> body.at(pointer).asText("")));
    }

    private ConnectorException refusal(Problem problem, HttpAnswer answer) {
        return new ConnectorException(problem, wait(problem, answer));
    }

    /** The vendor's own header may stand on every answer, and then means nothing but where requests are too many. */
    private Duration wait(Problem problem, HttpAnswer answer) {
        var own = words.waitHeader().filter(header -> problem.code().kind() == ProblemCode.Kind.THROTTLED);
        return answer.retryAfter().or(() -> own.flatMap(answer::seconds)).orElse(Duration.ZERO);
    }

    private String sentence(ProblemCode code, int status) {
        var own = sentences.get(code);
        return own == null ? standardSentence(code, status) : own;
    }

    private static String standardSentence(ProblemCode code, int status) {
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
