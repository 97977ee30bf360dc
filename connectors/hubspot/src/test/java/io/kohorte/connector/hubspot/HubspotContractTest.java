// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

public final class HubspotContractTest extends ConnectorContract {

    /** Its signature covers the address that HubSpot was given, whatever it is called behind a proxy. */
    private static final String WEBHOOK = "https://kohorte.example/api/v1/feedback/1";

    private static final String SECRET = "client-secret-that-nobody-sees";

    @Override
    public ConnectorFactory connector() {
        return new HubspotConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "baseUrl",
                vendorUrl,
                "portalId",
                "25012345",
                "accessToken",
                "pat-eu1-token-that-nobody-sees",
                "clientSecret",
                SECRET,
                "webhookUrl",
                WEBHOOK,
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
        fields.put("lastname", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        return change(kind, person, fields);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("lastname", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("newsletter", FieldValue.of(true));
        fields.put("last_order", FieldValue.of(Instant.parse("2026-11-20T10:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        return change(kind, person, fields);
    }

    private static MemberChange change(MemberChange.Kind kind, int person, Map<String, FieldValue> fields) {
        var subject = new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com"));
        return new MemberChange(kind, subject, fields, Consent.NEVER_ASKED);
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var resource = call.path().replaceFirst("^/(?:crm/)?(objects|lists|associations|account-info)/2026-09", "$1");
        return switch (call.method() + " " + resource) {
            case "GET account-info/details" -> VendorAnswer.json(200, "{\"portalId\":25012345}");
            case "GET objects/contacts?limit=1", "GET objects/deals?limit=1" ->
                VendorAnswer.json(200, "{\"results\":[]}");
            case "POST lists/search" ->
                VendorAnswer.json(
                        200,
                        "{\"lists\":[{\"listId\":\"72\",\"name\":\"High churn [seg-42]\",\"objectTypeId\":\"0-1\","
                                + "\"processingType\":\"MANUAL\"}],\"hasMore\":false,\"offset\":1,\"total\":1}");
            case "PUT lists/72/memberships/add-and-remove" -> moved(call);
            case "DELETE lists/72", "POST objects/contacts/gdpr-delete" -> VendorAnswer.empty(204);
            case "POST objects/contacts/batch/upsert" -> written(call);
            case "POST objects/contacts/batch/read" -> read(body(call));
            case "POST objects/contacts/search" -> VendorAnswer.json(200, "{\"results\":[]}");
            case "POST objects/deals/search" -> VendorAnswer.json(200, FakeDeals.search(body(call)));
            case "POST associations/deals/contacts/batch/read" ->
                VendorAnswer.json(200, FakeDeals.contacts(body(call)));
            default -> VendorAnswer.json(404, "{\"status\":\"error\",\"message\":\"?\"}");
        };
    }

    private static VendorAnswer written(VendorCall call) {
        var rows = call.rows().stream().collect(Collectors.toMap(row -> "row-" + row.position(), Function.identity()));
        var answer = Json.mapper().createObjectNode().put("status", "COMPLETE");
        var results = answer.putArray("results");
        var errors = Json.mapper().createArrayNode();
        for (var input : body(call).path("inputs")) {
            var trace = input.path("objectWriteTraceId").asText();
            var row = rows.get(trace);
            if (row.verdict() == Verdict.ACCEPTED) {
                results.addObject()
                        .put("id", Integer.toString(101 + row.position()))
                        .put("new", false)
                        .put("objectWriteTraceId", trace);
            } else {
                errors.addObject()
                        .put("status", "error")
                        .put("category", row.verdict() == Verdict.REJECTED ? "VALIDATION_ERROR" : "LOCKED")
                        .put("message", row.gossip())
                        .putObject("context")
                        .putArray("objectWriteTraceId")
                        .add(trace);
            }
        }
        if (!errors.isEmpty()) {
            answer.put("numErrors", errors.size()).set("errors", errors);
        }
        return VendorAnswer.json(errors.isEmpty() ? 200 : 207, answer.toString());
    }

    /** Everybody asked for is there. */
    private static VendorAnswer read(JsonNode body) {
        var byEmail = body.path("idProperty").asText("").equals("email");
        var answer = Json.mapper().createObjectNode().put("status", "COMPLETE");
        var results = answer.putArray("results");
        for (var input : body.path("inputs")) {
            var id = input.path("id").asText();
            results.addObject()
                    .put("id", byEmail ? Integer.toString(101 + results.size()) : id)
                    .putObject("properties")
                    .put("email", byEmail ? id : "max.muster" + id + "@example.com");
        }
        return VendorAnswer.json(200, answer.toString());
    }

    private static VendorAnswer moved(VendorCall call) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.set("recordsIdsAdded", body(call).path("recordIdsToAdd"));
        answer.set("recordIdsRemoved", body(call).path("recordIdsToRemove"));
        answer.putArray("recordIdsMissing");
        return VendorAnswer.json(200, answer.toString());
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "TEN_SECONDLY_ROLLING", throttled("TEN_SECONDLY_ROLLING"),
                "DAILY", throttled("DAILY"));
    }

    private static VendorAnswer throttled(String policy) {
        return VendorAnswer.json(
                429,
                "{\"status\":\"error\",\"message\":\"You have reached your limit.\",\"errorType\":\"RATE_LIMIT\","
                        + "\"policyName\":\"" + policy + "\"}");
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Requests held against HubSpot's OpenAPI description.",
                "FULL_REPLACE: HubSpot empties a list or changes it, and does not exchange it in one go.");
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var contact = id.chars().asLongStream().reduce(7, (hash, c) -> (hash * 31 + c) % 1_000_000_007);
        var body = ("[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":25012345,\"occurredAt\":1732220770000,"
                        + "\"subscriptionType\":\"contact.privacyDeletion\",\"attemptNumber\":0,\"objectId\":" + contact
                        + "}]")
                .getBytes(StandardCharsets.UTF_8);
        var timestamp = Long.toString(signedAt.toEpochMilli());
        var signature = new SignatureV3(new Secret(SECRET)).sign("POST", WEBHOOK, body, timestamp);
        return Optional.of(new InboundCall(
                "POST",
                WEBHOOK,
                Map.of(
                        "X-HubSpot-Signature-v3", List.of(signature),
                        "X-HubSpot-Request-Timestamp", List.of(timestamp)),
                body,
                signedAt));
    }

    private static JsonNode body(VendorCall call) {
        return TestVendor.parse(call.body());
    }
}
