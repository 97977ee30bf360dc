// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.brevo;

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
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class BrevoContractTest extends ConnectorContract {

    private static final String TOKEN = "token-that-nobody-guesses";

    @Override
    public ConnectorFactory connector() {
        return new BrevoConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl + "/v3",
                "account",
                "Shop Germany",
                "apiKey",
                "xkeysib-that-nobody-sees",
                "folder",
                7,
                "webhookToken",
                TOKEN,
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
                "email",
                Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        return change(kind, person, Map.of("CHURN", FieldValue.of(new BigDecimal("0.87"))));
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("FIRSTNAME", FieldValue.of("Zoë"));
        fields.put("churn", FieldValue.of(new BigDecimal("0.87")));
        fields.put("VIP", FieldValue.of(true));
        fields.put("LAST_ORDER", FieldValue.of(Instant.parse("2026-11-20T10:15:30Z")));
        fields.put("NEXT_BEST", FieldValue.EMPTY);
        return change(kind, person, fields);
    }

    private static MemberChange change(MemberChange.Kind kind, int person, Map<String, FieldValue> fields) {
        var keys = new SubjectKeys("4711" + person, Map.of("email", "person" + person + "@example.com"));
        var leaves = kind == MemberChange.Kind.REMOVE;
        return new MemberChange(kind, keys, leaves ? Map.of() : fields, new Consent(Map.of("email", true)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var path = call.path();
        if (path.contains("/contacts/folders/")) {
            return VendorAnswer.json(200, "{\"id\":7,\"name\":\"Kohorte\"}");
        }
        if (path.contains("/contacts/lists")) {
            var lists = Json.mapper().createObjectNode().put("count", 1);
            lists.putArray("lists")
                    .addObject()
                    .put("id", 42)
                    .put("name", "High churn [" + audience().key() + "]");
            return VendorAnswer.json(200, lists.toString());
        }
        var row = call.rows().get(0);
        return switch (row.verdict()) {
            case ACCEPTED ->
                call.method().equals("POST") ? VendorAnswer.json(201, "{\"id\":4711}") : VendorAnswer.empty(204);
            case REJECTED -> refusal("invalid_parameter", row.gossip());
            case RETRY -> refusal("duplicate_request", row.gossip());
        };
    }

    private static VendorAnswer refusal(String code, String message) {
        var body = Json.mapper().createObjectNode().put("code", code).put("message", message);
        return VendorAnswer.json(400, body.toString());
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "429 with seconds in a header of Brevo's own",
                new VendorAnswer(429, Map.of("x-sib-ratelimit-reset", "7"), ""));
    }

    @Override
    public Optional<String> erasedBy(SubjectKeys subject) {
        return subject.identifier("email").map(email -> URLEncoder.encode(email, StandardCharsets.UTF_8));
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
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var event = Json.mapper()
                .createObjectNode()
                .put("event", "click")
                .put("email", "person0@example.com")
                .put("tag", id)
                .put("ts_event", signedAt.getEpochSecond());
        return Optional.of(new InboundCall(
                "POST",
                "https://kohorte.example/api/v1/feedback/1",
                Map.of("authorization", List.of("Bearer " + TOKEN)),
                event.toString().getBytes(StandardCharsets.UTF_8),
                signedAt));
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Bulk import (/contacts/import): Brevo's job tells of no row what became of it.",
                "Addresses of requests without an e-mail address: Brevo names who is changed or deleted in them.",
                "Attributes that Brevo does not know or whose type differs: Brevo ignores them without a word.",
                "That an empty text clears an attribute, that dates are written without a time, and that lists of an"
                        + " upsert are added to those a contact is on: not confirmed with an account of Brevo's.",
                "The codes duplicate_request and account_under_validation: from Brevo's list of codes, their statuses"
                        + " not confirmed.");
    }
}
