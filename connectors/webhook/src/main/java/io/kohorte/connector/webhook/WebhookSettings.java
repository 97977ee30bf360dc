// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of {@code settings.json}, with their defaults.
 *
 * @param previousSecret signs beside the secret, while that is being replaced
 * @param feedbackSecret verifies what comes in; without it, those for sending do
 * @param headers names in lower case; any of them may be a key, so none is shown
 */
record WebhookSettings(
        String url,
        Secret secret,
        Optional<Secret> previousSecret,
        Optional<Secret> feedbackSecret,
        Format format,
        String source,
        Map<String, Secret> headers,
        int rowsPerRequest,
        int maxBytes,
        Duration timeout,
        int requestsPerMinute,
        int concurrency) {

    /** Ours, or the HTTP library's: another value would break the message or its signature. */
    private static final Set<String> TAKEN = Set.of(
            StandardWebhooks.ID,
            StandardWebhooks.TIMESTAMP,
            StandardWebhooks.SIGNATURE,
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "host",
            "user-agent");

    static WebhookSettings of(Settings settings) {
        return new WebhookSettings(
                settings.text("url"),
                new Secret(settings.text("secret")),
                settings.optionalText("previousSecret").map(Secret::new),
                settings.optionalText("feedbackSecret").map(Secret::new),
                Format.named(settings.text("format", "json")),
                settings.text("source", "/kohorte"),
                settings.pairs("headers").entrySet().stream()
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(Locale.ROOT),
                                header -> new Secret(header.getValue()),
                                (first, second) -> first)),
                settings.number("rowsPerRequest", 100),
                settings.number("maxBytes", 256 << 10),
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("requestsPerMinute", 3_000),
                settings.number("concurrency", 4));
    }

    Limits limits() {
        return new Limits(rowsPerRequest, maxBytes, requestsPerMinute, Duration.ofMinutes(1), concurrency);
    }

    /** Signs what goes out. */
    StandardWebhooks signatures() {
        return signatures(
                Stream.concat(Stream.of(secret), previousSecret.stream()).toList());
    }

    /** Verifies what comes in. */
    StandardWebhooks feedbackSignatures() {
        return feedbackSecret.map(own -> signatures(List.of(own))).orElseGet(this::signatures);
    }

    private static StandardWebhooks signatures(List<Secret> secrets) {
        if (!secrets.stream().allMatch(StandardWebhooks::usable)) {
            throw new ConnectorException(notASecret());
        }
        return StandardWebhooks.with(secrets);
    }

    private Map<String, Secret> secretsByName() {
        var byName = new LinkedHashMap<String, Secret>();
        byName.put("secret", secret);
        previousSecret.ifPresent(previous -> byName.put("previousSecret", previous));
        feedbackSecret.ifPresent(own -> byName.put("feedbackSecret", own));
        return byName;
    }

    /** What is wrong without asking anyone. */
    List<SettingProblem> mistakes() {
        var mistakes = new ArrayList<SettingProblem>();
        secretsByName().forEach((name, secret) -> {
            if (!StandardWebhooks.usable(secret)) {
                mistakes.add(new SettingProblem("/" + name, notASecret()));
            }
        });
        headers.keySet().stream()
                .filter(name -> TAKEN.contains(name) || name.startsWith("ce-") || !token(name))
                .map(name -> new SettingProblem(
                        "/headers",
                        Problem.of(ProblemCode.INVALID_SETTING, "This header cannot be added: " + name + ".")))
                .forEach(mistakes::add);
        return mistakes;
    }

    private static Problem notASecret() {
        return Problem.of(ProblemCode.INVALID_SETTING, "A signing secret is whsec_ followed by Base64.");
    }

    /** What RFC 9110 §5.6.2 allows in a header's name. */
    private static boolean token(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}
