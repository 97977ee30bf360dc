// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each grant asks the vendor for a token with, and what a refusal means for it. */
record TokenRequest(SafeHttp http, Grant grant) {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** @param rotated the refresh token in use, where it is not that of the grant */
    HttpCall call(Instant now, Optional<Secret> rotated) {
        var call =
                http.post(grant.tokenUrl()).header("accept", "application/json").idempotent();
        var form = new LinkedHashMap<String, String>();
        if (grant instanceof ClientCredentials client) {
            form.put("grant_type", "client_credentials");
            form.putAll(client.extras());
            authenticate(call, form, client.style(), client.clientId(), client.clientSecret());
        } else if (grant instanceof RefreshToken refresh) {
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", rotated.orElse(refresh.refreshToken()).reveal());
            form.putAll(refresh.extras());
            authenticate(call, form, refresh.style(), refresh.clientId(), refresh.clientSecret());
        } else if (grant instanceof JwtBearer jwt) {
            form.put("grant_type", JWT_BEARER);
            form.put("assertion", assertion(jwt, now));
        }
        var body = encoded(form).getBytes(StandardCharsets.UTF_8);
        return call.body("application/x-www-form-urlencoded", body).build();
    }

    private static void authenticate(
            HttpCall.Builder call, Map<String, String> form, ClientCredentials.Style style, String id, Secret secret) {
        switch (style) {
            case BASIC -> call.secret("authorization", basic(id, secret));
            case FORM -> {
                form.put("client_id", id);
                form.put("client_secret", secret.reveal());
            }
        }
    }

    private static Secret basic(String id, Secret secret) {
        return Secret.basic(form(id), form(secret.reveal()));
    }

    private static String assertion(JwtBearer jwt, Instant now) {
        var header = Json.mapper().createObjectNode().put("alg", "RS256").put("typ", "JWT");
        var claims = Json.mapper().createObjectNode();
        jwt.claims().forEach(claims::put);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(jwt.life()).getEpochSecond());
        var signed = base64(Json.write(header)) + "." + base64(Json.write(claims));
        return signed + "." + base64(jwt.key().sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> form(field.getKey()) + "=" + form(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Why there is no token. Error codes: RFC 6749 §5.2; a full quota for tokens comes as 400 from some. */
    ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        var error = errorCode(answer);
        return switch (answer.status()) {
            case 400, 401, 403 ->
                new ConnectorException(
                        refused(error).vendor(error), answer.retryAfter().orElse(Duration.ZERO));
            case 404, 410 ->
                new ConnectorException(
                        Problem.of(ProblemCode.INVALID_SETTING, "No access tokens are given at this address.")
                                .vendor(error));
            default -> ErrorTable.STANDARD.refusal(call, answer);
        };
    }

    private Problem refused(String error) {
        if (error.equals("rate_limit_exceeded")) {
            return Problem.of(ProblemCode.RATE_LIMITED, "The destination was asked for too many access tokens.");
        }
        if (error.equals("invalid_grant") && grant instanceof RefreshToken) {
            return Problem.of(
                    ProblemCode.CREDENTIALS_EXPIRED,
                    "The refresh token has expired or was withdrawn: connect the account again.");
        }
        if (error.equals("invalid_grant") && grant instanceof JwtBearer) {
            return Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The destination does not accept the signed statement: it knows another key, user or audience, "
                            + "or nobody approved this application for the user.");
        }
        return Problem.of(
                ProblemCode.CREDENTIALS_REJECTED, "The destination gives no access token for these credentials.");
    }

    /** An error code of the standard; anything else may quote what we sent. */
    private static String errorCode(HttpAnswer answer) {
        return answer.maybeJson()
                .map(json -> json.path("error").asText(""))
                .filter(code -> code.length() <= 40 && code.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z')))
                .filter(code -> !code.isEmpty())
                .orElseGet(() -> Integer.toString(answer.status()));
    }
}
