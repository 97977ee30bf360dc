// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class WebhookContractTest extends ConnectorContract {

    private static final String FEEDBACK_SECRET = "whsec_ZmVlZGJhY2stc2VjcmV0LWZlZWRiYWNr";

    @Override
    public ConnectorFactory connector() {
        return new WebhookConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl + "/hooks/kohorte",
                "secret",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "previousSecret",
                "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LW9sZA==",
                "feedbackSecret",
                FEEDBACK_SECRET,
                "headers",
                Map.of("X-Api-Key", "key-that-nobody-sees"),
                "rowsPerRequest",
                200,
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.of(Map.of("audienceId", "aud-7")));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("email", "max.muster" + person + "@example.com");
        identifiers.put("phone", "+49 170 " + (1_234_567 + person));
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.87")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(
                kind, new SubjectKeys("4711" + person, identifiers), fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public boolean handsChangesOn() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var body = Json.mapper().createObjectNode();
        var results = body.putArray("results");
        for (var index = 0; index < call.rows().size(); index++) {
            var row = call.rows().get(index);
            if (row.verdict() != Verdict.ACCEPTED) {
                results.addObject()
                        .put("index", index)
                        .put("status", row.verdict() == Verdict.REJECTED ? "rejected" : "retry")
                        .put("code", "unknown_id")
                        .put("message", row.gossip());
            }
        }
        return results.isEmpty() ? VendorAnswer.empty(204) : VendorAnswer.json(207, body.toString());
    }

    @Override
    public boolean emptyAnswerAccepts() {
        return true;
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        ObjectNode message = Json.mapper().createObjectNode().put("type", "conversion.recorded");
        message.putObject("data")
                .put("profileId", "4711")
                .put("conversionType", "purchase")
                .put("value", 49.9)
                .put("currency", "EUR")
                .put("occurredAt", "2026-11-20T10:00:00Z")
                .put("externalId", id);
        var body = message.toString().getBytes(StandardCharsets.UTF_8);
        var signature =
                StandardWebhooks.with(List.of(new Secret(FEEDBACK_SECRET))).sign("msg-1", signedAt, body);
        return Optional.of(TestVendor.call(
                Map.of(
                        "Webhook-Id", List.of("msg-1"),
                        "Webhook-Timestamp", List.of(Long.toString(signedAt.getEpochSecond())),
                        "Webhook-Signature", List.of(signature)),
                body,
                signedAt));
    }
}
