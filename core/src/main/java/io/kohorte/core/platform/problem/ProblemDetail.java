// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call, as RFC 9457 has it.
 *
 * @param type stable address of the kind of problem; ends in the code
 * @param title the code in words
 * @param status HTTP status
 * @param detail one plain sentence
 * @param code stable, for programs
 * @param nextStep what the caller can do
 * @param pointer JSON Pointer (RFC 6901) to the wrong field of the request body; absent when it is not about a field
 * @param errors all wrong fields when there are several
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDetail(
        URI type,
        String title,
        int status,
        String detail,
        String code,
        String nextStep,
        @Nullable String pointer,
        List<FieldError> errors) {

    private static final String KINDS = "https://kohorte.io/problems/";

    public ProblemDetail {
        errors = List.copyOf(errors);
    }

    public static ProblemDetail of(int status, String code, String detail, String nextStep) {
        var words = code.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        var title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new ProblemDetail(URI.create(KINDS + code), title, status, detail, code, nextStep, null, List.of());
    }

    public ProblemDetail at(String fieldPointer) {
        return new ProblemDetail(type, title, status, detail, code, nextStep, fieldPointer, errors);
    }

    /** Points at the first of the errors as a whole. */
    public ProblemDetail with(List<FieldError> all) {
        var first = all.isEmpty() ? pointer : all.get(0).pointer();
        return new ProblemDetail(type, title, status, detail, code, nextStep, first, all);
    }

    /** One wrong field of several. */
    public record FieldError(String pointer, String code, String detail) {}
}
