// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account on WireMock that refuses all that a test did not expect. */
final class FakeKlaviyo extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    FakeKlaviyo() {
        super(error(404, "not_found", ""));
    }

    static ResponseDefinitionBuilder document(int status, String json) {
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/vnd.api+json")
                .withBody(json);
    }

    static ResponseDefinitionBuilder error(int status, String code, String pointer) {
        return document(
                status,
                """
                {"errors":[{"id":"1","status":%d,"code":"%s","title":"Invalid input.","detail":"quoted someone@example.com","source":{"pointer":"%s"}}]}"""
                        .formatted(status, code, pointer));
    }

    /** A collection without further pages. */
    static String collection(String... resources) {
        return "{\"data\":[" + String.join(",", resources) + "],\"links\":{\"self\":\"https://x\",\"next\":null}}";
    }

    KlaviyoDestination open(Map<String, ?> further) {
        return new KlaviyoDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "baseUrl",
                url(),
                "apiKey",
                "pk_secret",
                "account",
                "XyZ12a",
                "defaultRegion",
                "DE",
                "bulkFrom",
                1,
                "timeoutSeconds",
                30));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    /** Methods and decoded addresses. */
    List<String> asked() {
        return requests().stream()
                .map(request -> request.getMethod() + " " + URLDecoder.decode(request.getUrl(), StandardCharsets.UTF_8))
                .toList();
    }

    static RemoteAudience audience(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new RemoteAudience(
                new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options)), "VRgFBd");
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + email, Map.of("email", email)), fields, Consent.NEVER_ASKED);
    }

    /** A bulk import as Klaviyo tells of it. */
    static String job(String id, String status, int failed) {
        return "{\"data\":{\"type\":\"profile-bulk-import-job\",\"id\":\"" + id + "\",\"attributes\":{\"status\":\""
                + status + "\",\"failed_count\":" + failed + "}}}";
    }
}
