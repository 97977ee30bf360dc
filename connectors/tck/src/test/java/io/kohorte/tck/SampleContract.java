// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

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
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, run over the sample connector with one flaw. Not found by the build: {@link TckTest} starts it. */
@ExtendWith(FlawParameter.class)
abstract class SampleContract extends ConnectorContract {

    private final Flaw flaw;

    SampleContract(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public ConnectorFactory connector() {
        return new SampleConnector(flaw);
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl,
                "clientId",
                "kohorte",
                "clientSecret",
                "secret-of-the-client",
                "patience",
                patience.toMillis()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-1", "One", SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var keys = new SubjectKeys(Integer.toString(person), Map.of("email", "person" + person + "@example.com"));
        return new MemberChange(kind, keys, Map.of("city", FieldValue.of("Bern-Bümpliz")), Consent.NEVER_ASKED);
    }

    @Override
    public Duration patience() {
        return Duration.ofMillis(500);
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().equals("/token");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(200, "{\"access_token\":\"token-of-today\"}");
        }
        if (call.path().startsWith("/conversions")) {
            return VendorAnswer.json(200, conversions(call.path().endsWith("after=2")));
        }
        var results = Json.mapper().createArrayNode();
        call.rows()
                .forEach(row -> results.add(
                        switch (row.verdict()) {
                            case ACCEPTED -> "ok";
                            case RETRY -> "busy";
                            case REJECTED -> row.gossip();
                        }));
        return VendorAnswer.json(200, results.toString());
    }

    /** Three of them, two a page. */
    private static String conversions(boolean rest) {
        return rest
                ? "{\"conversions\":[{\"id\":\"c-3\",\"at\":\"2026-11-20T10:02:00Z\"}],\"more\":false}"
                : """
                  {"conversions":[{"id":"c-1","at":"2026-11-20T10:00:00Z"},{"id":"c-2","at":"2026-11-20T10:01:00Z"}],"more":true}""";
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body = id.getBytes(StandardCharsets.UTF_8);
        var headers = Map.of("X-Signature", List.of(SampleSignature.of(body, signedAt)));
        return Optional.of(new InboundCall("POST", "https://kohorte.example/", headers, body, signedAt));
    }
}
