// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a call into {@code application/problem+json}. What nobody foresaw is logged, never shown. */
final class ProblemResponses {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String CHALLENGE = "Basic realm=\"Kohorte\", charset=\"UTF-8\"";
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);
    private static final String UNIQUE_VIOLATION = "23505";

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        var response = builder(e.problem());
        e.retryAfter().ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        return response.build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException e) {
        if (e.getCause() instanceof ProblemException known) {
            return problem(known);
        }
        return builder(ProblemDetail.of(
                        401,
                        "NOT_AUTHENTICATED",
                        "This needs a valid user name and password, or a valid token.",
                        "Send 'Authorization: Bearer khr_…' or Basic credentials."))
                .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return build(ProblemDetail.of(
                403,
                "NOT_ALLOWED",
                "Your role does not allow this.",
                "Ask an admin for a user or token with a higher role."));
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException e) {
        return build(ProblemDetail.of(
                404, "NOT_FOUND", "There is nothing at this address.", "See /q/openapi for all addresses."));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        if (e.getCause() instanceof JacksonException json) {
            return json(json);
        }
        var response = e.getResponse();
        var status = response.getStatus();
        if (status < 400 || response.hasEntity()) {
            return response;
        }
        return switch (status) {
            case 405 ->
                copyAllow(
                        response,
                        builder(ProblemDetail.of(
                                405,
                                "METHOD_NOT_ALLOWED",
                                "This address does not take that method.",
                                "See /q/openapi for the methods it takes.")));
            case 406 ->
                build(ProblemDetail.of(
                        406,
                        "NOT_ACCEPTABLE",
                        "The answer does not exist in the form asked for.",
                        "Accept application/json."));
            case 413 ->
                build(ProblemDetail.of(413, "TOO_LARGE", "The request body is too large.", "Send less at a time."));
            case 415 ->
                build(ProblemDetail.of(
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "The request body has a type this address does not read.",
                        "Set the header 'Content-Type', usually to application/json."));
            default ->
                status >= 500
                        ? unexpected(e)
                        : build(ProblemDetail.of(
                                status,
                                "BAD_REQUEST",
                                "The request cannot be understood.",
                                "Compare it with /q/openapi."));
        };
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    Response json(JacksonException e) {
        var pointer = e instanceof JsonMappingException mapping ? pointer(mapping) : "";
        if (causedBy(e) instanceof ProblemException known) {
            var problem = known.problem();
            var below = problem.pointer() == null ? "" : problem.pointer();
            return build(problem.at(pointer + below));
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return build(ProblemDetail.of(
                            400,
                            "UNKNOWN_FIELD",
                            "There is no field '" + unknown.getPropertyName() + "' here.",
                            "Remove it, or correct its name.")
                    .at(pointer));
        }
        if (e instanceof JsonMappingException) {
            return build(ProblemDetail.of(
                            400,
                            "WRONG_TYPE",
                            "The value has the wrong type or is missing.",
                            "Compare the field with /q/openapi.")
                    .at(pointer));
        }
        var where = e.getLocation() == null
                ? ""
                : " near line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return build(ProblemDetail.of(
                400,
                "BROKEN_JSON",
                "The request body is not valid JSON" + where + ".",
                "Send well-formed JSON in UTF-8."));
    }

    @ServerExceptionMapper
    Response violation(ResteasyReactiveViolationException e) {
        return violation((ConstraintViolationException) e);
    }

    @ServerExceptionMapper
    Response violation(ConstraintViolationException e) {
        List<FieldError> errors = e.getConstraintViolations().stream()
                .map(violation -> new FieldError(pointer(violation), "INVALID_FIELD", sentence(violation)))
                .sorted(java.util.Comparator.comparing(FieldError::pointer))
                .toList();
        return build(ProblemException.invalid(errors).problem());
    }

    @ServerExceptionMapper(priority = Integer.MAX_VALUE)
    Response unexpected(Throwable e) {
        if (isTaken(e)) {
            return build(ProblemDetail.of(
                    409,
                    "TAKEN",
                    "Somebody saved the same at the same moment, for example something of this name.",
                    "Look at what is there, then try again."));
        }
        var incident = UUID.randomUUID();
        LOG.errorf(e, "Incident %s", incident);
        return build(ProblemDetail.of(
                500,
                "UNEXPECTED",
                "Something went wrong on our side; the incident is " + incident + ".",
                "Try again; if it stays, give the incident number to your administrator, who finds it in the log."));
    }

    /** Checked before it was written, and written by somebody else in between. */
    private static boolean isTaken(Throwable e) {
        return causedBy(e) instanceof SQLException refusal && UNIQUE_VIOLATION.equals(refusal.getSQLState());
    }

    private static Throwable causedBy(Throwable e) {
        var cause = e;
        while (cause.getCause() != null && cause.getCause() != cause && !(cause instanceof ProblemException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String pointer(JsonMappingException e) {
        var pointer = new StringBuilder();
        for (var step : e.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    /** Without the first two steps, the names of the method and its parameter. */
    private static String pointer(ConstraintViolation<?> violation) {
        var pointer = new StringBuilder();
        var steps = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .toList();
        for (Path.Node step : steps.subList(Math.min(2, Math.max(0, steps.size() - 1)), steps.size())) {
            if (step.getIndex() != null) {
                pointer.append('/').append(step.getIndex());
            }
            pointer.append('/').append(escape(step.getName()));
        }
        return pointer.toString();
    }

    private static String sentence(ConstraintViolation<?> violation) {
        var message = violation.getMessage();
        // not one sentence with a blank: its German would take every sentence that begins like this
        return String.join(" ", "The value", message) + (message.endsWith(".") ? "" : ".");
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Response copyAllow(Response from, Response.ResponseBuilder to) {
        var allow = from.getHeaderString(HttpHeaders.ALLOW);
        return (allow == null ? to : to.header(HttpHeaders.ALLOW, allow)).build();
    }

    private static Response build(ProblemDetail problem) {
        return builder(problem).build();
    }

    private static Response.ResponseBuilder builder(ProblemDetail problem) {
        return Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
    }
}
