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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class RudderStackContractTest extends ConnectorContract {

    @Override
    public ConnectorFactory connector() {
        return new RudderStackConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Samples.rudderStack(
                vendorUrl,
                Map.of(
                        "timeoutSeconds",
                        patience.toSeconds(),
                        "repeatedEvents",
                        "dropped",
                        "consentCategories",
                        Map.of("marketing", "advertising", "profiling", "analytics")));
    }

    @Override
    public AudienceSpec audience() {
        return Samples.audience(
                DeleteBehaviour.CLEAR_FIELDS, Map.of("audienceKey", "high_churn", "marks", "trait-and-events"));
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
        if (call.path().startsWith("/v2/regulations")) {
            return VendorAnswer.json(200, "[{\"id\":\"b287a287-6b83\",\"regulationType\":\"suppress_with_delete\"}]");
        }
        return call.body().equals("{\"batch\":[]}")
                ? new VendorAnswer(400, Map.of("content-type", "text/plain"), "Empty batch payload")
                : new VendorAnswer(200, Map.of("content-type", "text/plain"), "OK");
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body =
                """
                {"type":"track","event":"Order Completed","messageId":"%s","userId":"customer-4711",\
                "originalTimestamp":"2026-11-20T10:00:00.000Z","properties":{"total":"49.90","currency":"eur"}}"""
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
                "What became of single events: the gateway takes a request or refuses it as a whole, and queues its events.",
                "Whether deduplication by message id is switched on: without the setting that says so, only traits are sent.",
                "Deletion of people who are known by an anonymous id only: regulations go by the user id.");
    }
}
