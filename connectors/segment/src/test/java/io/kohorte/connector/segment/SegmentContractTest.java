// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class SegmentContractTest extends ConnectorContract {

    @Override
    public ConnectorFactory connector() {
        return new SegmentConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Samples.segment(
                vendorUrl,
                Map.of(
                        "timeoutSeconds",
                        patience.toSeconds(),
                        "consentCategories",
                        Map.of("marketing", "Advertising", "profiling", "Analytics")));
    }

    @Override
    public AudienceSpec audience() {
        return Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("audienceKey", "high_churn"));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        return Samples.change(kind, Map.of("user_id", "customer-0815-" + person), fields, Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        return Samples.max(kind);
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().startsWith("/suppressions")) {
            return VendorAnswer.json(200, "{\"data\":{\"suppressed\":[],\"pagination\":{\"current\":\"MA==\"}}}");
        }
        return call.path().startsWith("/regulations")
                ? VendorAnswer.json(200, "{\"data\":{\"regulateId\":\"1Hq7mD\"}}")
                : VendorAnswer.json(200, "{\"success\":true}");
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "seconds in X-RateLimit-Reset",
                new VendorAnswer(429, Map.of("X-RateLimit-Reset", "2"), "{\"success\":false}"));
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body =
                """
                {"type":"track","event":"Order Completed","messageId":"%s","userId":"customer-4711",\
                "timestamp":"2026-11-20T10:00:00.000Z","properties":{"order_id":"o-7","revenue":49.9,"currency":"EUR"}}"""
                        .formatted(id)
                        .getBytes(UTF_8);
        var signature = HexFormat.of().formatHex(Hmac.SHA1.sign(new Secret(Samples.FEEDBACK_SECRET), body));
        return Optional.of(TestVendor.call(Map.of("X-Signature", List.of(signature)), body, signedAt));
    }

    @Override
    public boolean datesCalls() {
        return false;
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "What became of single events: Segment takes every request that it can read, and tells nobody.",
                "A wrong write key: Segment takes its events, too; only the debugger of the source shows that none came.",
                "OAuth for the tracking API: write keys are what workspaces use.",
                "Deletion of people who are known by an anonymous id only: regulations go by the user id.");
    }
}
