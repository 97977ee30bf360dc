// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The application said no, as problem+json. */
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode problem;

    ApiProblem(String method, String path, int status, JsonNode problem) {
        super(method + " " + path + " → " + status + ": " + sentence(problem));
        this.status = status;
        this.problem = problem;
    }

    private static String sentence(JsonNode problem) {
        String detail = problem.path("detail").asText(problem.toString());
        String next = problem.path("nextStep").asText("");
        return next.isEmpty() ? detail : detail + " " + next;
    }

    public int status() {
        return status;
    }

    /** The stable code; empty when the answer was no problem+json. */
    public String code() {
        return problem.path("code").asText("");
    }

    public JsonNode problem() {
        return problem;
    }
}
