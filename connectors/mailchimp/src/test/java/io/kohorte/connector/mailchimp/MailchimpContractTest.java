// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MailchimpContractTest extends ConnectorContract {

    private final PlayedJobs jobs = new PlayedJobs();
    private String vendorUrl = "";

    @Override
    public ConnectorFactory connector() {
        return new MailchimpConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        this.vendorUrl = vendorUrl;
        return Settings.of(Map.of(
                "url",
                vendorUrl,
                "batchFrom",
                jobSize(),
                "apiKey",
                "0123456789abcdef0123456789abcdef-us21",
                "listId",
                "a6b5da1054",
                "timeoutSeconds",
                patience.toSeconds(),
                "webhookSigningSecret",
                MailchimpSignature.SECRET));
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
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("LNAME", FieldValue.of("Müller-Lüdenscheidt"));
        return change(kind, person, fields);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("LNAME", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("CHURN", FieldValue.of(new BigDecimal("0.870")));
        fields.put("LASTSEEN", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("VIP", FieldValue.of(true));
        fields.put("NICK", FieldValue.EMPTY);
        fields.put("ADDRESS.addr1", FieldValue.of("Domplatz 1"));
        fields.put("ADDRESS.city", FieldValue.of("Köln"));
        fields.put("interests.9143cf3bd1", FieldValue.of(true));
        return change(kind, person, fields);
    }

    private static MemberChange change(MemberChange.Kind kind, int person, Map<String, FieldValue> fields) {
        var subject = new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com"));
        return new MemberChange(kind, subject, fields, new Consent(Map.of("marketing", true)));
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        var path = call.path().replaceFirst("[?].*", "");
        if (PlayedJobs.isAbout(path)) {
            return jobs.answer(path, vendorUrl);
        }
        if (path.endsWith("/batches")) {
            return jobs.start(call);
        }
        if (path.endsWith("/merge-fields")) {
            return VendorAnswer.json(200, "{\"total_items\":3}");
        }
        if (path.endsWith("/actions/delete-permanent") || call.method().equals("DELETE")) {
            return VendorAnswer.empty(204);
        }
        if (path.endsWith("/reports")) {
            return VendorAnswer.json(200, REPORTS);
        }
        if (path.endsWith("/segments")) {
            return VendorAnswer.json(
                    200, "{\"segments\":[{\"id\":34,\"name\":\"High churn [seg-42]\"}],\"total_items\":1}");
        }
        return path.contains("/segments/") ? segment(call) : member(call);
    }

    @Override
    public int jobSize() {
        return 5;
    }

    @Override
    public boolean looksAfterJob(VendorCall call) {
        return PlayedJobs.isAbout(call.path().replaceFirst("[?].*", ""));
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        var path = call.path().replaceFirst("[?].*", "");
        return looksAfterJob(call)
                ? Optional.of(
                        switch (fault) {
                            case NEVER_FINISHES -> PlayedJobs.status("started", "");
                            case DISAPPEARS -> VendorAnswer.json(404, Results.problem(404, "Resource Not Found", ""));
                            case FAILS -> jobs.failed(path, vendorUrl);
                        })
                : Optional.empty();
    }

    private static final String REPORTS =
            """
            {"reports":[{"id":"42694e9e57","campaign_title":"November","list_id":"a6b5da1054",
            "send_time":"2026-11-20T09:00:00+00:00","emails_sent":200,"abuse_reports":0,"unsubscribed":2,
            "bounces":{"hard_bounces":1,"soft_bounces":3},"opens":{"unique_opens":100},
            "clicks":{"unique_subscriber_clicks":42},
            "ecommerce":{"total_orders":7,"total_revenue":123.45,"currency_code":"EUR"}}],"total_items":1}""";

    private static VendorAnswer segment(VendorCall call) {
        var sent = TestVendor.parse(call.body());
        var answer = Json.mapper().createObjectNode();
        var added = answer.putArray("members_added");
        addresses(sent, "members_to_add").forEach(address -> added.addObject().put("email_address", address));
        var removed = answer.putArray("members_removed");
        addresses(sent, "members_to_remove")
                .forEach(address -> removed.addObject().put("email_address", address));
        answer.putArray("errors");
        return VendorAnswer.json(200, answer.toString());
    }

    private static List<String> addresses(JsonNode sent, String name) {
        return Json.mapper()
                .convertValue(
                        sent.path(name).isArray()
                                ? sent.path(name)
                                : Json.mapper().createArrayNode(),
                        Json.mapper().getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static VendorAnswer member(VendorCall call) {
        var row = call.rows().get(0);
        return switch (row.verdict()) {
            case ACCEPTED ->
                VendorAnswer.json(
                        200,
                        "{\"id\":\"62eeb292278cc15f5817cb78f7790b08\",\"contact_id\":\"c" + row.position() + "\"}");
            case REJECTED, RETRY -> VendorAnswer.json(400, PlayedJobs.refusal(row));
        };
    }

    @Override
    public Optional<String> erasedBy(SubjectKeys subject) {
        return subject.identifier("email").map(Hash.MD5_HEX::of);
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of("403 without a reason", VendorAnswer.empty(403));
    }

    @Override
    public Optional<String> vendorContract() {
        return Optional.of("mailchimp/mailchimp-3.0.55-requests.json");
    }

    @Override
    public List<String> notCovered() {
        return List.of("Opens, clicks and orders of single people: only totals of campaigns are read.");
    }

    @Override
    public Optional<InboundCall> inboundConversion(String id, Instant signedAt) {
        var body = "type=unsubscribe&fired_at=2026-11-21+20%3A26%3A10&data%5Baction%5D=unsub&data%5Bid%5D="
                + URLEncoder.encode(id, StandardCharsets.UTF_8)
                + "&data%5Bemail%5D=max.muster%40example.com&data%5Blist_id%5D=a6b5da1054";
        return Optional.of(MailchimpSignature.call(body, signedAt));
    }
}
