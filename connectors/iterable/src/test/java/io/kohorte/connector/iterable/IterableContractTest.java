// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class IterableContractTest extends ConnectorContract {

    private static final String TOKEN = "webhook-token-that-nobody-sees";

    @Override
    public ConnectorFactory connector() {
        return new IterableConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "baseUrl",
                vendorUrl,
                "apiKey",
                "server-side-key-that-nobody-sees",
                "webhookToken",
                TOKEN,
                "defaultRegion",
                "DE",
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
                Settings.of(Map.of()));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("lastName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        return change(kind, person, fields);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("lastName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("phoneNumber", FieldValue.of("0170 1234567"));
        fields.put("churnScore", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("lastOrder", FieldValue.of(Instant.parse("2026-11-20T10:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        return change(kind, person, fields);
    }

    private static MemberChange change(MemberChange.Kind kind, int person, Map<String, FieldValue> fields) {
        var subject = new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com"));
        return new MemberChange(kind, subject, fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        return switch (call.method() + " " + call.path().replaceFirst("\\?.*", "")) {
            case "GET /api/lists" ->
                VendorAnswer.json(
                        200,
                        "{\"lists\":[{\"id\":72,\"name\":\"High churn [seg-42]\",\"createdAt\":1732220770000,"
                                + "\"listType\":\"Standard\"}]}");
            case "POST /api/lists/subscribe", "POST /api/lists/unsubscribe" -> written(call, "subscribers");
            case "POST /api/users/bulkUpdate" -> written(call, "users");
            case "DELETE /api/lists/72", "POST /api/users/forget" ->
                VendorAnswer.json(200, "{\"msg\":\"\",\"code\":\"Success\",\"params\":null}");
            case "GET /api/export/data.json" -> exported(call.path());
            default -> VendorAnswer.json(404, "{\"code\":\"NotFound\"}");
        };
    }

    private static VendorAnswer written(VendorCall call, String rows) {
        var answer = Json.mapper().createObjectNode();
        var failed = answer.putObject("failedUpdates");
        var invalid = failed.putArray("invalidEmails");
        var valid = failed.putArray("validEmailFailures");
        failed.putArray("forgottenEmails");
        JsonNode users = Json.read(call.body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .path(rows);
        for (var i = 0; i < users.size(); i++) {
            var email = users.get(i).path("email").asText();
            switch (call.rows().get(i).verdict()) {
                case ACCEPTED -> {}
                case REJECTED -> invalid.add(email);
                case RETRY -> valid.add(email);
            }
        }
        var failures = invalid.size() + valid.size();
        answer.put("successCount", users.size() - failures).put("failCount", failures);
        return VendorAnswer.json(200, answer.toString());
    }

    private static VendorAnswer exported(String path) {
        var event = Json.mapper()
                .createObjectNode()
                .put("createdAt", "2026-10-22 21:00:00 +00:00")
                .put("email", "max.muster1@example.com")
                .put("userId", "4711");
        if (path.contains("dataTypeName=purchase")) {
            event.put("id", "order-7").put("total", 49.9).put("campaignId", 55);
        } else {
            event.put("unsubSource", "EmailLink").putArray("channelIds").add(1);
            event.putArray("emailListIds");
        }
        return new VendorAnswer(200, Map.of("content-type", "application/x-ndjson"), event.toString());
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body = "{\"email\":\"max.muster1@example.com\",\"eventName\":\"emailOpen\",\"dataFields\":{\"messageId\":\""
                + id + "\",\"campaignId\":55,\"createdAt\":\"2026-11-20 10:00:00 +00:00\"}}";
        return Optional.of(TestVendor.call(
                Map.of("Authorization", List.of("Basic " + TOKEN)), body.getBytes(StandardCharsets.UTF_8), signedAt));
    }

    @Override
    public boolean datesCalls() {
        return false;
    }

    @Override
    public boolean signsCalls() {
        return false;
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Requests held against Iterable's OpenAPI description.",
                "CAMPAIGN_FIGURES: /campaigns/metrics tells totals over a life, not by day.",
                "FULL_REPLACE: Iterable changes lists row by row.");
    }
}
