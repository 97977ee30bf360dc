// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An API that takes many people a request and answers with a result for every row, and gives tokens for credentials. */
public final class HttpContractTest extends ConnectorContract {

    @Override
    public ConnectorFactory connector() {
        return new HttpConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        var values = new LinkedHashMap<String, Object>();
        values.put("baseUrl", vendorUrl + "/v2");
        values.put("checkPath", "/me");
        values.put("auth", "oauth2");
        values.put("tokenUrl", vendorUrl + "/oauth/token");
        values.put("clientId", "kohorte");
        values.put("clientSecret", "secret-that-nobody-sees");
        values.put("secretHeaders", Map.of("X-Tenant-Key", "key-that-nobody-sees"));
        values.put("headers", Map.of("Idempotency-Key", "{{request.key}}", "X-List", "{{audience.id}}"));
        values.put("addPath", "/lists/{{audience.id}}/members?source={{parameter.source}}");
        values.put("addBody", "{\"members\":\"{{rows}}\",\"mode\":\"{{syncMode}}\"}");
        values.put(
                "addRow",
                "{\"email\":\"{{key}}\",\"digest\":\"{{identifier.email | email | sha256}}\",\"change\":\"{{change}}\","
                        + "\"attributes\":\"{{fields}}\",\"score\":\"{{field.churn_score}}\","
                        + "\"label\":\"Kohorte {{audience.key}}\"}");
        values.put("removeMethod", "POST");
        values.put("removePath", "/lists/{{audience.id}}/members/remove");
        values.put("removeBody", "{\"members\":\"{{rows}}\"}");
        values.put("removeRow", "{\"email\":\"{{key}}\"}");
        values.put("results", "every-row");
        values.put("resultsPointer", "/results");
        values.put("resultNaming", "id");
        values.put("resultIdPointer", "/email");
        values.put("okPointer", "/status");
        values.put("okValues", List.of("ok"));
        values.put("codePointer", "/code");
        values.put("messagePointer", "/message");
        values.put("referencePointer", "/ref");
        values.put("retryCodes", List.of("busy"));
        values.put("rowsPerRequest", 200);
        values.put("timeoutSeconds", patience.plusMillis(999).toSeconds());
        return Settings.of(values);
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.of(Map.of("audienceId", "aud 7/ü", "parameters", Map.of("source", "kohorte & co"))));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com")),
                fields,
                new Consent(Map.of("marketing", true)));
    }

    @Override
    public boolean handsChangesOn() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(200, "{\"access_token\":\"token-1\",\"expires_in\":3600}");
        }
        var body = Json.mapper().createObjectNode();
        var results = body.putArray("results");
        var members = Json.read(call.body().getBytes(StandardCharsets.UTF_8))
                .map(json -> json.path("members"))
                .orElseGet(() -> Json.mapper().createArrayNode());
        for (var i = 0; i < call.rows().size(); i++) {
            var row = call.rows().get(i);
            var result = results.addObject()
                    .put("email", members.path(i).path("email").asText());
            switch (row.verdict()) {
                case ACCEPTED -> result.put("status", "ok").put("ref", "r-" + row.position());
                case REJECTED ->
                    result.put("status", "no").put("code", "invalid").put("message", row.gossip());
                case RETRY -> result.put("status", "no").put("code", "busy").put("message", row.gossip());
            }
        }
        return VendorAnswer.json(200, body.toString());
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().equals("/oauth/token");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    @Override
    public List<String> notCovered() {
        return List.of("The API is whatever the settings describe: this is one of many that they can.");
    }
}
