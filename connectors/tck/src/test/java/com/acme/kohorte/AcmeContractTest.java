// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class AcmeContractTest extends ConnectorContract {

    private static final Secret WEBHOOK_SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Override
    public ConnectorFactory connector() {
        return new AcmeConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl,
                "apiKey",
                "key-that-nobody-sees",
                "webhookSecret",
                WEBHOOK_SECRET.reveal(),
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        var options = Settings.of(Map.of("list", "high-churn"));
        return new AudienceSpec(
                "seg-42", "High churn", SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", options);
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var keys = new SubjectKeys("4711" + person, Map.of("email", "person" + person + "@example.com"));
        return new MemberChange(kind, keys, Map.of(), Consent.NEVER_ASKED);
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var body = Json.mapper().createObjectNode();
        var results = body.putArray("results");
        for (var row : call.rows()) {
            results.addObject()
                    .put(
                            "state",
                            switch (row.verdict()) {
                                case ACCEPTED -> "done";
                                case RETRY -> "busy";
                                case REJECTED -> "refused";
                            })
                    .put("message", row.gossip());
        }
        return VendorAnswer.json(200, body.toString());
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var event = Json.mapper().createObjectNode().put("event", "optout").put("email", "person0@example.com");
        var body = event.toString().getBytes(StandardCharsets.UTF_8);
        var signature = StandardWebhooks.with(List.of(WEBHOOK_SECRET)).sign(id, signedAt, body);
        return Optional.of(new InboundCall(
                "POST",
                "https://kohorte.example/api/v1/feedback/1",
                Map.of(
                        StandardWebhooks.ID, List.of(id),
                        StandardWebhooks.TIMESTAMP, List.of(Long.toString(signedAt.getEpochSecond())),
                        StandardWebhooks.SIGNATURE, List.of(signature)),
                body,
                signedAt));
    }
}
