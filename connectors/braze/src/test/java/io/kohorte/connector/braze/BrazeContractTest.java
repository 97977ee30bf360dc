// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

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
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class BrazeContractTest extends ConnectorContract {

    private static final String WEBHOOK_SECRET = "liquid-secret-of-the-tck";

    @Override
    public ConnectorFactory connector() {
        return new BrazeConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "restEndpoint",
                vendorUrl,
                "apiKey",
                "b7c1d2e3-key-that-nobody-sees",
                "webhookSecret",
                WEBHOOK_SECRET,
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.CLEAR_FIELDS,
                "external_id",
                Settings.of(Map.of("createUsers", true)));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("external_id", "customer-0815-" + person)),
                Map.of("last_name", FieldValue.of("Müller-Lüdenscheidt")),
                Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("external_id", "customer-0815-" + person);
        identifiers.put("email", "max.muster" + person + "@example.com");
        identifiers.put("phone", "+49 170 " + (1_234_567 + person));
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("home_city", FieldValue.EMPTY);
        return new MemberChange(
                kind, new SubjectKeys("4711" + person, identifiers), fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().startsWith("/email/unsubscribes")) {
            return VendorAnswer.json(200, page(call, "unsubscribed_at", "2026-11-20 15:24:32 +0000", 3));
        }
        if (call.path().startsWith("/email/hard_bounces")) {
            return VendorAnswer.json(200, page(call, "hard_bounced_at", "2026-11-20T15:24:32.000+00:00", 1));
        }
        if (call.path().startsWith("/campaigns/list")) {
            return VendorAnswer.json(
                    200,
                    "{\"message\":\"success\",\"campaigns\":[{\"id\":\"c-1\",\"name\":\"Autumn\",\"tags\":[]},"
                            + "{\"id\":\"c-2\",\"name\":\"Winter\",\"tags\":[]}]}");
        }
        if (call.path().startsWith("/campaigns/data_series")) {
            return VendorAnswer.json(
                    200,
                    "{\"message\":\"success\",\"data\":[{\"time\":\"2026-11-20\",\"conversions\":3,\"revenue\":49.9,"
                            + "\"messages\":{\"email\":[{\"sent\":100,\"opens\":40,\"clicks\":7}]}}]}");
        }
        if (call.path().equals("/users/delete")) {
            return VendorAnswer.json(
                    201, "{\"deleted\":" + Math.max(1, call.rows().size()) + "}");
        }
        return VendorAnswer.json(201, tracked(call).toString());
    }

    private static ObjectNode tracked(VendorCall call) {
        var body = Json.mapper().createObjectNode().put("message", "success");
        var errors = Json.mapper().createArrayNode();
        for (var index = 0; index < call.rows().size(); index++) {
            var row = call.rows().get(index);
            if (row.verdict() != Verdict.ACCEPTED) {
                errors.addObject()
                        .put("type", (row.verdict() == Verdict.RETRY ? "Internal error: " : "") + row.gossip())
                        .put("input_array", "attributes")
                        .put("index", index);
            }
        }
        body.put("attributes_processed", call.rows().size() - errors.size());
        if (!errors.isEmpty()) {
            body.set("errors", errors);
        }
        return body;
    }

    /** As many addresses as there are behind the offset, at most the limit. */
    private static String page(VendorCall call, String moment, String at, int addresses) {
        var body = Json.mapper().createObjectNode();
        var emails = body.putArray("emails");
        var offset = number(call.path(), "offset");
        for (var n = offset; n < Math.min(addresses, offset + number(call.path(), "limit")); n++) {
            emails.addObject().put("email", "left" + n + "@example.com").put(moment, at);
        }
        return body.put("message", "success").toString();
    }

    private static int number(String path, String name) {
        return Integer.parseInt(path.replaceFirst(".*[?&]" + name + "=(\\d+).*", "$1"));
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "429 until a moment, without Retry-After",
                new VendorAnswer(
                        429,
                        Map.of("content-type", "application/json", "x-ratelimit-reset", "1795292800"),
                        "{\"message\":\"Rate limit exceeded\"}"));
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body = ("{\"id\":\"" + id
                        + "\",\"external_id\":\"customer-0815-1\",\"type\":\"purchase\",\"value\":\"49.90\","
                        + "\"currency\":\"EUR\"}")
                .getBytes(StandardCharsets.UTF_8);
        return Optional.of(PushedEventTest.signed(WEBHOOK_SECRET, body, signedAt, signedAt));
    }

    @Override
    public List<String> notCovered() {
        return List.of("Currents and segment exports are files: they come in through the import of files.");
    }
}
