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
import io.kohorte.tck.JobFault;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

public final class SalesforceContractTest extends ConnectorContract {

    private static final Pattern AFTER = Pattern.compile("Id > '([^']+)'");
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
                patience.toSeconds(),
                "jobFrom",
                jobSize(),
                "campaignResponses",
                true));
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
        if (call.path().endsWith("/data/v66.0/")) {
            return VendorAnswer.json(200, "{\"sobjects\":\"/services/data/v66.0/sobjects\"}");
        }
        if (call.path().contains("/query?")) {
            return VendorAnswer.json(
                    200,
                    feedback(URLDecoder.decode(call.path(), StandardCharsets.UTF_8))
                            .toString());
        }
        if (call.path().contains("/jobs/ingest")) {
            return job(call);
        }
        return VendorAnswer.json(200, results(call).toString());
    }

    /** Three won opportunities and two responses, all of one moment, as far as the query asks for them. */
    private static JsonNode feedback(String query) {
        var answer = Json.mapper().createObjectNode().put("done", true);
        var records = answer.putArray("records");
        var from = AFTER.matcher(query);
        var after = from.find() ? from.group(1) : "";
        var limit = Integer.parseInt(query.substring(query.lastIndexOf(' ') + 1));
        var ids = query.contains("FROM CampaignMember") ? List.of("00v1", "00v2") : List.of("006A", "006B", "006C");
        ids.stream().filter(id -> id.compareTo(after) > 0).limit(limit).forEach(id -> {
            var record = records.addObject().put("Id", id).put("SystemModstamp", "2026-11-20T10:00:00.000+0000");
            if (id.startsWith("006")) {
                record.put("Amount", 49.9).put("CloseDate", "2026-11-19");
            } else {
                record.put("FirstRespondedDate", "2026-11-19");
            }
            record.putObject("Contact").put("External_Id__c", "customer-0815-1");
        });
        return answer;
    }

    @Override
    public int jobSize() {
        return 250;
    }

    /** A job is named after what it does, since nothing here remembers which it was. */
    private static VendorAnswer job(VendorCall call) {
        var path = call.path();
        return switch (call.method()) {
            case "POST" ->
                VendorAnswer.json(
                        200,
                        Json.mapper()
                                .createObjectNode()
                                .put("id", call.body().contains("\"upsert\"") ? "750upsert" : "750update")
                                .put("state", "Open")
                                .toString());
            case "PUT" -> VendorAnswer.empty(201);
            case "PATCH" -> VendorAnswer.json(200, "{\"state\":\"UploadComplete\"}");
            default -> path.endsWith("/") ? results(call, path) : VendorAnswer.json(200, "{\"state\":\"JobComplete\"}");
        };
    }

    /** The later a row, the earlier it stands here. */
    private static VendorAnswer results(VendorCall call, String path) {
        var upsert = path.contains("750upsert");
        var failed = path.endsWith("/failedResults/");
        var lines = new StringBuilder(failed ? "\"sf__Id\",\"sf__Error\"" : "\"sf__Created\",\"sf__Id\"")
                .append(upsert ? ",\"LastName\",\"External_Id__c\"\n" : ",\"LastName\",\"Id\"\n");
        for (var i = call.rows().size() - 1; i >= 0; i--) {
            var row = call.rows().get(i);
            if (failed != (row.verdict() == Verdict.ACCEPTED) && !path.endsWith("/unprocessedrecords/")) {
                var error =
                        (row.verdict() == Verdict.RETRY ? "UNABLE_TO_LOCK_ROW:" : "STRING_TOO_LONG:") + row.gossip();
                lines.append(failed ? "\"\",\"" + error + ":LastName --\"" : "\"true\",\"003" + row.position() + "\"")
                        .append(",\"Müller-Lüdenscheidt\",\"")
                        .append(upsert ? "" : "003")
                        .append("customer-0815-")
                        .append(row.position())
                        .append("\"\n");
            }
        }
        return new VendorAnswer(200, Map.of("content-type", "text/csv"), lines.toString());
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        if (!call.method().equals("GET") || !call.path().contains("/jobs/ingest/")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (fault) {
                    case NEVER_FINISHES -> VendorAnswer.json(200, "{\"state\":\"InProgress\"}");
                    case DISAPPEARS -> VendorAnswer.json(404, "[{\"errorCode\":\"NOT_FOUND\",\"message\":\"gone\"}]");
                    case FAILS ->
                        VendorAnswer.json(
                                200,
                                "{\"state\":\"Failed\",\"numberRecordsProcessed\":0,"
                                        + "\"errorMessage\":\"InvalidBatch : Field name not found : High_Churn__c\"}");
                });
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "the organisation's daily requests are spent",
                VendorAnswer.json(
                        403,
                        "[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"TotalRequests Limit exceeded.\"}]"));
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<>(change(kind, person).fields());
        fields.put("Churn_Score__c", FieldValue.of(new BigDecimal("0.87")));
        fields.put("Wants_Catalogue__c", FieldValue.of(true));
        fields.put("Seen_At__c", FieldValue.of(Instant.parse("2026-11-20T10:00:00Z")));
        return new MemberChange(kind, change(kind, person).subject(), fields, Consent.NEVER_ASKED);
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "A vendor's description of the API: Salesforce publishes none.",
                "Records of the CRM are never deleted or erased: they belong to sales.");
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
