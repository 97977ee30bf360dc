// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Customer.io reports of its messages, one event a call. {@code X-CIO-Signature} is the HMAC-SHA256, in hexadecimal
 * digits, of {@code v0:<X-CIO-Timestamp>:<body>}.
 */
final class ReportingWebhooks implements FeedbackReader {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    /** What happened to a message, or to a person's subscription; drafts and attempts are nothing that happened to anybody. */
    private static final Set<String> METRICS = Set.of(
            "sent",
            "delivered",
            "opened",
            "clicked",
            "converted",
            "bounced",
            "dropped",
            "failed",
            "spammed",
            "subscribed",
            "unsubscribed");

    /** Our words where they differ from Customer.io's. */
    private static final Map<String, String> TYPES = Map.of(
            "email.spammed", "email.complained",
            "email.unsubscribed", Conversion.UNSUBSCRIBED,
            "customer.unsubscribed", Conversion.UNSUBSCRIBED);

    private final Optional<Secret> signingKey;
    private final Duration tolerance;
    private final String idNamespace;

    ReportingWebhooks(Settings settings) {
        signingKey = settings.optionalText("signingKey").map(Secret::new);
        tolerance = Duration.ofMinutes(settings.number("toleranceMinutes", 5));
        idNamespace = settings.text("idNamespace", "external_id");
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        if (!genuine(call)) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The signature of the message is wrong, or the message too old."));
        }
        var event = Json.read(call.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> invalid("", "The body is no JSON object."));
        var metric = text(event, "metric", "/metric");
        var type = text(event, "object_type", "/object_type") + "." + metric;
        return METRICS.contains(metric) ? List.of(conversion(event, TYPES.getOrDefault(type, type))) : List.of();
    }

    private boolean genuine(InboundCall call) {
        var timestamp = call.header("x-cio-timestamp").orElse("");
        if (signingKey.isEmpty() || !SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        var apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), call.receivedAt())
                .abs();
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(call.body());
        return apart.compareTo(tolerance) <= 0
                && Hmac.SHA256.verifiesHex(
                        signingKey.get(),
                        signed.toByteArray(),
                        call.header("x-cio-signature").orElse(""));
    }

    /** The value of what somebody bought is not told. */
    private Conversion conversion(JsonNode event, String type) {
        var seconds = event.path("timestamp");
        if (!seconds.isIntegralNumber()) {
            throw invalid("/timestamp", "An event happens at a time.");
        }
        return new Conversion(
                text(event, "event_id", "/event_id"),
                new SubjectKeys("", identifiers(event.path("data"))),
                type,
                Instant.ofEpochSecond(seconds.asLong()),
                BigDecimal.ZERO,
                "");
    }

    private Map<String, String> identifiers(JsonNode data) {
        var identifiers = new LinkedHashMap<String, String>();
        var named = data.path("identifiers");
        identifier(named.path("id"), idNamespace, identifiers);
        identifier(data.path("customer_id"), idNamespace, identifiers);
        identifier(named.path("email"), "email", identifiers);
        identifier(data.path("email_address"), "email", identifiers);
        identifier(data.path("recipient"), "email", identifiers);
        identifier(named.path("cio_id"), "customerio_id", identifiers);
        return identifiers;
    }

    /** What is said first counts. A recipient is an address for e-mails only. */
    private static void identifier(JsonNode value, String namespace, Map<String, String> identifiers) {
        var text = value.isTextual() ? value.asText().strip() : "";
        if (!text.isEmpty() && (!namespace.equals("email") || text.contains("@"))) {
            identifiers.putIfAbsent(namespace, text);
        }
    }

    private static String text(JsonNode event, String member, String pointer) {
        var value = event.path(member);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw invalid(pointer, "An event has this member.");
        }
        return value.asText();
    }

    private static ConnectorException invalid(String pointer, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(pointer));
    }
}
