// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.problem;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a call with a problem that the caller is told as it is: no secrets, no personal data in it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail problem;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(ProblemDetail problem) {
        this(problem, Optional.empty());
    }

    private ProblemException(ProblemDetail problem, Optional<Duration> retryAfter) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(int status, String code, String detail, String nextStep) {
        return new ProblemException(ProblemDetail.of(status, code, detail, nextStep));
    }

    /** @param what in words, for example {@code segment} */
    public static ProblemException notFound(String what, Object id) {
        return of(
                404, "NOT_FOUND", "There is no " + what + " '" + id + "'.", "List what exists, then use one of those.");
    }

    /** A field of the request does not make sense. */
    public static ProblemException invalid(String pointer, String code, String detail, String nextStep) {
        return new ProblemException(
                ProblemDetail.of(422, code, detail, nextStep).at(pointer));
    }

    /** Several fields do not make sense. */
    public static ProblemException invalid(List<FieldError> errors) {
        var first = errors.get(0);
        return new ProblemException(ProblemDetail.of(
                        422, first.code(), first.detail(), "Correct the fields named in errors and send it again.")
                .with(errors));
    }

    /** What is asked does not fit the present state. */
    public static ProblemException conflict(String code, String detail, String nextStep) {
        return of(409, code, detail, nextStep);
    }

    public static ProblemException tooMany(Duration after, String detail) {
        return new ProblemException(
                ProblemDetail.of(
                        429, "TOO_MANY_ATTEMPTS", detail, "Wait " + after.toSeconds() + " seconds, then try again."),
                Optional.of(after));
    }

    public ProblemDetail problem() {
        return problem;
    }

    /** When a further attempt makes sense. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
