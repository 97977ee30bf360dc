// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ConnectorContract;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class UnomiContractTest extends ConnectorContract {

    @Override
    public ConnectorFactory connector() {
        return new UnomiConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "baseUrl",
                vendorUrl,
                "tenantId",
                "acme",
                "privateKey",
                "private-key-that-nobody-sees",
                "consentTypes",
                Map.of("marketing", "newsletter"),
                "timeoutSeconds",
                patience.toSeconds()));
    }

    @Override
    public AudienceSpec audience() {
        return new AudienceSpec(
                "seg-42", "High churn", SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "external_id", Settings.empty());
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("lastName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        var subject = new SubjectKeys("4711" + person, Map.of("external_id", "customer-0815-" + person));
        return new MemberChange(kind, subject, fields, Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<>(change(kind, person).fields());
        fields.put("churnScore", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("lastSeen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        return new MemberChange(
                kind, change(kind, person).subject(), fields, new Consent(Map.of("marketing", true, "ads", false)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.path().endsWith("/profiles/count")) {
            return VendorAnswer.json(200, "4711");
        }
        if (call.path().endsWith("/profiles/search")) {
            return VendorAnswer.json(200, FakeUnomi.found(call.body()).toString());
        }
        if (call.path().endsWith("/events/search")) {
            return VendorAnswer.json(200, FakeUnomi.events(call.body()).toString());
        }
        if (call.path().endsWith("/cxs/profiles")) {
            return saved(call);
        }
        return VendorAnswer.empty(204);
    }

    private static VendorAnswer saved(VendorCall call) {
        for (var row : call.rows()) {
            if (row.verdict() != Verdict.ACCEPTED) {
                return new VendorAnswer(row.verdict() == Verdict.REJECTED ? 400 : 500, Map.of(), row.gossip());
            }
        }
        return VendorAnswer.json(200, call.body());
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "A Unomi of flesh and blood: its answers are those of its source and manual.",
                "Aliases of profiles and profiles that were merged: match by a property there.",
                "Events pushed by a Groovy action of Unomi: they are polled.");
    }
}
