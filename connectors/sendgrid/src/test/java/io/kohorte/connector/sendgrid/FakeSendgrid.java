// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestClock;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account on WireMock that refuses all that a test did not expect. */
final class FakeSendgrid extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");
    static final String LIST = "ca7a3796-e8a8-4029-9ccb-df8937940562";
    static final String CONTACTS = "/v3/marketing/contacts";
    static final String MAX = "max.muster@example.com";

    private final TestClock clock = TestClock.at(NOW);
    private final ConnectorContext surroundings = new TestContext(clock, true).sharing();

    FakeSendgrid() {
        super(aResponse().withStatus(599).withBody("no test expected this"));
    }

    SendgridDestination open(Map<String, ?> further) {
        return new SendgridDestination(settings(further), surroundings);
    }

    void later(Duration time) {
        clock.advance(time);
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("url", url(), "apiKey", "SG.0123456789.abcdef", "defaultRegion", "DE"));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    BatchResult write(AudienceSpec spec, MemberChange... changes) {
        try (var destination = open(Map.of())) {
            return destination
                    .audiences()
                    .write(new RemoteAudience(spec, LIST), new Batch("b-1", NOW, List.of(changes)));
        }
    }

    BatchResult poll(BatchResult pending) {
        try (var destination = open(Map.of())) {
            return destination.audiences().poll(((BatchResult.Pending) pending).ticket());
        }
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options));
    }

    static AudienceSpec mirror() {
        return spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("p-1", Map.of("email", email)), fields, Consent.NEVER_ASKED);
    }

    /** Method, path and body of each request. */
    List<String> wire() {
        return requests().stream()
                .map(request ->
                        (request.getMethod() + " " + request.getUrl() + " " + request.getBodyAsString()).strip())
                .toList();
    }
}
