// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A project on WireMock that refuses all that a test did not expect. */
final class FakeIterable extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    FakeIterable() {
        super(aResponse().withStatus(404).withBody("{\"code\":\"NotExpected\"}"));
    }

    void post(String resource, int status, String body) {
        answer(WireMock.post("/api" + resource), status, body);
    }

    IterableDestination open(Map<String, ?> further) {
        return new IterableDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("baseUrl", url(), "apiKey", "server-side-key", "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, String matchKey, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, matchKey, Settings.of(options));
    }

    static MemberChange change(MemberChange.Kind kind, String namespace, String key, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("p-" + key, Map.of(namespace, key)), fields, Consent.NEVER_ASKED);
    }
}
