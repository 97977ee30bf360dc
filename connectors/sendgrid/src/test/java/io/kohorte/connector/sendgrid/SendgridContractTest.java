// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

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
import io.kohorte.tck.JobFault;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

public final class SendgridContractTest extends ConnectorContract {

    private static final String LIST = "ca7a3796-e8a8-4029-9ccb-df8937940562";

    @Override
    public ConnectorFactory connector() {
        return new SendgridConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl,
                "apiKey",
                "SG.key-that-nobody-sees.0123456789",
                "account",
                "acme-marketing",
                "timeoutSeconds",
                patience.toSeconds(),
                "webhookPublicKey",
                EventKeys.PUBLIC));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        return change(kind, person, Map.of("last_name", FieldValue.of("Müller-Lüdenscheidt")));
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("external_id", FieldValue.of("customer-0815-" + person));
        fields.put("first_name", FieldValue.of("Max"));
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        fields.put("e1_N", FieldValue.of(new BigDecimal("0.870")));
        fields.put("e2_T", FieldValue.of(new BigDecimal("12")));
        fields.put("e3_D", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("e4_T", FieldValue.EMPTY);
        fields.put("e5_N", FieldValue.EMPTY);
        fields.put("e6_N", FieldValue.of(true));
        return change(kind, person, fields);
    }

    private static MemberChange change(MemberChange.Kind kind, int person, Map<String, FieldValue> fields) {
        var names = Map.of("email", "max.muster" + person + "@example.com", "external_id", "customer-0815-" + person);
        return new MemberChange(kind, new SubjectKeys("4711" + person, names), fields, Consent.NEVER_ASKED);
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var path = call.path().replaceFirst("[?].*", "");
        if (looksAfterJob(call)) {
            return job(call);
        }
        if (path.endsWith("/search/emails")) {
            return VendorAnswer.json(200, found(call.body(), "emails"));
        }
        if (path.endsWith("/search/identifiers/external_id")) {
            return VendorAnswer.json(200, found(call.body(), "identifiers"));
        }
        if (path.endsWith("/marketing/lists")) {
            return VendorAnswer.json(
                    200, "{\"result\":[{\"id\":\"" + LIST + "\",\"name\":\"High churn [seg-42]\"}],\"_metadata\":{}}");
        }
        if (path.endsWith("/marketing/lists/" + LIST)) {
            return VendorAnswer.empty(204);
        }
        return VendorAnswer.json(202, "{\"job_id\":\"6b0b1b4e-0c5d-4b0e-9d3c-1c1f1a2b3c4d\"}");
    }

    private static String found(String body, String names) {
        var answer = Json.mapper().createObjectNode();
        var result = answer.putObject("result");
        Json.read(body.getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .path(names)
                .forEach(name -> result.putObject(name.asText())
                        .putObject("contact")
                        .put("id", "c-" + name.asText().hashCode()));
        return answer.toString();
    }

    private static VendorAnswer job(VendorCall call) {
        var refused = call.rows().stream()
                .filter(row -> row.verdict() != Verdict.ACCEPTED)
                .count();
        var status = refused == 0 ? "completed" : refused == call.rows().size() ? "failed" : "errored";
        return job(status, call.rows().size(), refused);
    }

    private static VendorAnswer job(String status, int rows, long refused) {
        var answer = Json.mapper()
                .createObjectNode()
                .put("id", "6b0b1b4e-0c5d-4b0e-9d3c-1c1f1a2b3c4d")
                .put("status", status)
                .put("job_type", "upsert");
        answer.putObject("results")
                .put("requested_count", rows)
                .put("created_count", rows - refused)
                .put("updated_count", 0)
                .put("errored_count", refused);
        return VendorAnswer.json(200, answer.toString());
    }

    @Override
    public boolean looksAfterJob(VendorCall call) {
        return call.path().contains("/marketing/contacts/imports/");
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        return looksAfterJob(call)
                ? Optional.of(
                        switch (fault) {
                            case NEVER_FINISHES -> job("pending", 3, 0);
                            case DISAPPEARS -> VendorAnswer.json(404, "{\"errors\":[{\"message\":\"not found\"}]}");
                            case FAILS -> job("failed", 3, 3);
                        })
                : Optional.empty();
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "the time at which the window ends",
                new VendorAnswer(429, Map.of("x-ratelimit-reset", "1763757999"), ""));
    }

    @Override
    public Optional<String> vendorContract() {
        return Optional.of("sendgrid/sendgrid-contacts.json");
    }

    @Override
    public Set<String> openMembers() {
        return Set.of("custom_fields");
    }

    @Override
    public List<String> notCovered() {
        return List.of("Which rows a job refused: its file of errors names people, and a ticket must not.");
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body = Json.mapper().createArrayNode();
        body.addObject()
                .put("email", "max.muster@example.com")
                .put("timestamp", signedAt.getEpochSecond())
                .put("event", "click")
                .put("sg_event_id", id)
                .put("sg_message_id", "14c5d75ce93.dfd.64b469");
        return Optional.of(EventKeys.call(body.toString(), signedAt));
    }
}
