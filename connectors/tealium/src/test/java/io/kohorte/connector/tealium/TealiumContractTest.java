// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class TealiumContractTest extends ConnectorContract {

    @Override
    public ConnectorFactory connector() {
        return new TealiumConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Samples.settings(
                vendorUrl,
                Map.of(
                        "timeoutSeconds",
                        patience.toSeconds(),
                        "consentAttributes",
                        Map.of("marketing", "consent_marketing")));
    }

    @Override
    public AudienceSpec audience() {
        return Samples.audience(DeleteBehaviour.CLEAR_FIELDS, Map.of());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        return Samples.person(kind, person);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        return Samples.max(kind);
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().startsWith("/v3/auth/");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    @Override
    public boolean emptyAnswerAccepts() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(
                    200, "{\"token\":\"eyJ0.token.kqkpj8vE\",\"host\":\"us-east-1-platform.tealiumapis.com\"}");
        }
        return call.path().startsWith("/v3/privacy/")
                ? VendorAnswer.json(200, "{\"transactionId\":\"txn_gdpr_abc123xyz\"}")
                : VendorAnswer.empty(200);
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body =
                """
                {"id":"%s","type":"purchase","occurredAt":"1795168800000","value":"49.90","currency":"EUR",\
                "identifiers":{"customer_id":"customer-4711","email":""}}"""
                        .formatted(id)
                        .getBytes(UTF_8);
        return Optional.of(
                TestVendor.call(Map.of("X-Kohorte-Secret", List.of(Samples.FEEDBACK_SECRET)), body, signedAt));
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
                "What became of single events: Tealium takes a request or refuses it as a whole.",
                "Large first syncs: at 90 events a second a million people take three hours; a file import is the way.",
                "Reading visitors: their profile says nothing that Kohorte does not know.");
    }
}
