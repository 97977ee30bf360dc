// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

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
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MparticleContractTest extends ConnectorContract {

    private static final String SHOWN = "webhook-output-of-the-tck";

    @Override
    public ConnectorFactory connector() {
        return new MparticleConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.ofEntries(
                Map.entry("eventsUrl", vendorUrl + "/v2"),
                Map.entry("key", "us1-0123456789abcdef"),
                Map.entry("secret", "input-secret-that-nobody-sees"),
                Map.entry("dsrUrl", vendorUrl + "/v3"),
                Map.entry("workspaceKey", "workspace-key-0815"),
                Map.entry("workspaceSecret", "workspace-secret-that-nobody-sees"),
                Map.entry("gdprPurposes", Map.of("marketing", "marketing_communication")),
                Map.entry("ccpaConsent", "ads"),
                Map.entry("dataPlanId", "kohorte"),
                Map.entry("dataPlanVersion", 3),
                Map.entry("webhookAuthorization", SHOWN),
                Map.entry("timeoutSeconds", patience.toSeconds())));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.CLEAR_FIELDS,
                "external_id",
                Settings.of(Map.of("identities", "all")));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("external_id", "customer-0815-" + person)),
                Map.of("favourite_city", FieldValue.of("Köln am Rhein")),
                Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("external_id", "customer-0815-" + person);
        identifiers.put("email", "Max.Muster" + person + "@Example.com");
        identifiers.put("phone", "+49 170 " + (1_234_567 + person));
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("favourite_city", FieldValue.of("Köln am Rhein"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("old_segment", FieldValue.EMPTY);
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, identifiers),
                fields,
                new Consent(Map.of("marketing", true, "ads", false)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/v3/discovery")) {
            return VendorAnswer.json(
                    200, "{\"api_version\":\"3.0\",\"supported_subject_request_types\":[\"access\",\"erasure\"]}");
        }
        if (call.path().equals("/v3/requests")) {
            var request = TestVendor.parse(call.body());
            return VendorAnswer.json(
                    201,
                    Json.mapper()
                            .createObjectNode()
                            .put("expected_completion_time", "2026-12-09T00:00:00Z")
                            .put("received_time", "2026-11-21T20:26:11Z")
                            .put(
                                    "subject_request_id",
                                    request.path("subject_request_id").asText())
                            .put("controller_id", "3622")
                            .toString());
        }
        return VendorAnswer.empty(202);
    }

    @Override
    public boolean emptyAnswerAccepts() {
        return true;
    }

    @Override
    public boolean signsCalls() {
        return false;
    }

    @Override
    public boolean datesCalls() {
        return false;
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "a rate that rose too fast",
                new VendorAnswer(429, Map.of("x-mp-rate-limit-exceeded", "acceleration"), ""));
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var batch = Json.mapper().createObjectNode();
        batch.putObject("user_identities").put("customer_id", "customer-0815-1");
        var data = batch.putArray("events")
                .addObject()
                .put("event_type", "commerce_event")
                .putObject("data")
                .put("event_id", id)
                .put("timestamp_unixtime_ms", 1_795_292_770_000L)
                .put("currency_code", "EUR");
        data.putObject("product_action").put("action", "purchase").put("total_amount", 49.9);
        return Optional.of(TestVendor.call(
                Map.of("Authorization", List.of(SHOWN)), batch.toString().getBytes(StandardCharsets.UTF_8), signedAt));
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Which batches of a request mParticle then uses: it answers 202 whatever becomes of each.",
                "Callbacks on the state of data subject requests: their certificate would have to be fetched.");
    }
}
