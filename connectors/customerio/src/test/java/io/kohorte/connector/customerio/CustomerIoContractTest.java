// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

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
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Members in a manual segment. */
public final class CustomerIoContractTest extends ConnectorContract {

    private static final String SIGNING_KEY = "cio-signing-key-that-nobody-sees";

    @Override
    public ConnectorFactory connector() {
        return new CustomerIoConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "siteId",
                "46be54768e7d49ab2628",
                "trackApiKey",
                "track-key-that-nobody-sees",
                "appApiKey",
                "app-key-that-nobody-sees",
                "signingKey",
                SIGNING_KEY,
                "trackUrl",
                vendorUrl,
                "appUrl",
                vendorUrl,
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "external_id",
                Settings.of(Map.of("writeTo", "segment", "createPeople", true)));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("external_id", "customer-0815-" + person);
        identifiers.put("customer_id", "number-4711-" + person);
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, identifiers),
                Map.of("last_name", FieldValue.of("Müller-Lüdenscheidt")),
                Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("email", FieldValue.of("max.muster" + person + "@example.com"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(kind, change(kind, person).subject(), fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/api/v1/accounts/region")) {
            return VendorAnswer.json(
                    200, "{\"url\":\"https://track.customer.io\",\"region\":\"us\",\"environment_id\":3}");
        }
        if (call.path().startsWith("/v1/segments")) {
            return VendorAnswer.json(
                    200, "{\"segments\":[{\"id\":7,\"name\":\"High churn [seg-42]\",\"type\":\"manual\"}]}");
        }
        return call.path().equals("/api/v2/batch") ? batch(call) : VendorAnswer.json(200, "{}");
    }

    private static VendorAnswer batch(VendorCall call) {
        var body = Json.mapper().createObjectNode();
        var errors = body.putArray("errors");
        for (var index = 0; index < call.rows().size(); index++) {
            var row = call.rows().get(index);
            if (row.verdict() != Verdict.ACCEPTED) {
                errors.addObject()
                        .put("batch_index", index)
                        .put("reason", row.verdict() == Verdict.RETRY ? "throttled" : "invalid")
                        .put("field", "attributes")
                        .put("message", row.gossip());
            }
        }
        return errors.isEmpty() ? VendorAnswer.json(200, "{}") : VendorAnswer.json(207, body.toString());
    }

    @Override
    public boolean emptyAnswerAccepts() {
        return true;
    }

    @Override
    public Set<String> writtenElsewhere() {
        return Set.of("Kept by Kohorte. Leave the brackets in the name.");
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Figures of campaigns: the App API has them, with steps that are no days of the account.",
                "Membership is not read back: a page of it costs a request of the App API for 30,000 ids.");
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var event = Json.mapper()
                .createObjectNode()
                .put("event_id", id)
                .put("object_type", "email")
                .put("metric", "clicked")
                .put("timestamp", 1_732_220_770L);
        event.putObject("data").put("customer_id", "customer-0815-1");
        var body = event.toString();
        var timestamp = Long.toString(signedAt.getEpochSecond());
        var signature = Hmac.SHA256.sign(
                new Secret(SIGNING_KEY), ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8));
        return Optional.of(TestVendor.call(
                Map.of(
                        "X-CIO-Timestamp", List.of(timestamp),
                        "X-CIO-Signature", List.of(HexFormat.of().formatHex(signature))),
                body.getBytes(StandardCharsets.UTF_8),
                signedAt));
    }
}
