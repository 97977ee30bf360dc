// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.toolkit.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

public final class SalesforceContractTest extends ConnectorContract {

    private static final Pattern LITERAL = Pattern.compile("'([^']+)'");

    @Override
    public ConnectorFactory connector() {
        return new SalesforceConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "instanceUrl",
                vendorUrl,
                "clientId",
                "3MVG9-consumer",
                "clientSecret",
                "consumer-secret-that-nobody-sees",
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
                Settings.of(Map.of("memberField", "High_Churn__c")));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("LastName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("City__c", FieldValue.EMPTY);
        var subject = new SubjectKeys("4711" + person, Map.of("external_id", "customer-0815-" + person));
        return new MemberChange(kind, subject, fields, Consent.NEVER_ASKED);
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(200, "{\"access_token\":\"00D-token\",\"token_type\":\"Bearer\"}");
        }
        if (call.path().endsWith("/composite")) {
            return VendorAnswer.json(200, found(call.body()).toString());
        }
        if (call.path().endsWith("/limits")) {
            return VendorAnswer.json(200, "{\"DailyApiRequests\":{\"Max\":15000,\"Remaining\":14998}}");
        }
        if (call.path().contains("/query?")) {
            return VendorAnswer.json(200, wonOpportunities(call.path()).toString());
        }
        return VendorAnswer.json(200, results(call).toString());
    }

    /** Three of them, two in the same moment; a query that goes on after the second gets the third. */
    private static JsonNode wonOpportunities(String path) {
        var answer = Json.mapper().createObjectNode().put("done", true);
        var records = answer.putArray("records");
        var rest = URLDecoder.decode(path, StandardCharsets.UTF_8).contains("Id > '006B'");
        for (var id : rest ? List.of("006C") : List.of("006A", "006B")) {
            records.addObject()
                    .put("Id", id)
                    .put("Amount", 49.9)
                    .put("CloseDate", "2026-11-19")
                    .put("SystemModstamp", "2026-11-20T10:00:00.000+0000")
                    .putObject("Contact")
                    .put("External_Id__c", "customer-0815-1");
        }
        return answer;
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().equals("/services/oauth2/token");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    private static ArrayNode results(VendorCall call) {
        var results = Json.mapper().createArrayNode();
        for (var row : call.rows()) {
            var result = results.addObject();
            switch (row.verdict()) {
                case ACCEPTED -> result.put("id", "003" + row.position()).put("success", true);
                case REJECTED ->
                    error(result.put("success", false).putArray("errors"), "STRING_TOO_LONG", row.gossip());
                case RETRY ->
                    error(result.put("success", false).putArray("errors"), "UNABLE_TO_LOCK_ROW", row.gossip());
            }
        }
        return results;
    }

    private static void error(ArrayNode errors, String code, String message) {
        errors.addObject().put("statusCode", code).put("message", message);
    }

    /** Every record asked for is there. */
    private static JsonNode found(String body) {
        var answer = Json.mapper().createObjectNode();
        var parts = answer.putArray("compositeResponse");
        Json.read(body.getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .path("compositeRequest")
                .forEach(request -> {
                    var query = URLDecoder.decode(request.path("url").asText(), StandardCharsets.UTF_8);
                    var part = parts.addObject().put("httpStatusCode", 200);
                    var records = part.putObject("body").put("done", true).putArray("records");
                    LITERAL.matcher(query)
                            .results()
                            .map(match -> match.group(1))
                            .forEach(key ->
                                    records.addObject().put("Id", "003" + key).put("External_Id__c", key));
                });
        return answer;
    }
}
