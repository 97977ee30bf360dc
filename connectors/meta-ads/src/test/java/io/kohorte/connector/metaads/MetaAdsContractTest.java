// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

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
import java.util.TreeMap;

public final class MetaAdsContractTest extends ConnectorContract {

    private static final String AUDIENCES =
            """
            {"data":[{"id":"23840001","description":"Somebody else's"},
             {"id":"23840002","description":"Kept by Kohorte [seg-42]","operation_status":{"code":200}}],"paging":{"cursors":{"after":"b"}}}""";

    private static final String FIGURES =
            """
            {"data":[{"campaign_id":"6001","campaign_name":"Spring","account_currency":"EUR","date_start":"2026-11-20",
             "date_stop":"2026-11-20","impressions":"1200","clicks":"31","spend":"18.40",
             "actions":[{"action_type":"purchase","value":"3"}],"action_values":[{"action_type":"purchase","value":"149.70"}]}],
             "paging":{"cursors":{"after":"MA"}}}""";

    @Override
    public ConnectorFactory connector() {
        return new MetaAdsConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl,
                "adAccountId",
                "act_516848833",
                "accessToken",
                "EAAB-token-that-nobody-sees",
                "appSecret",
                "app-secret-that-nobody-sees",
                "defaultRegion",
                "DE",
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
                Settings.of(Map.of()));
    }

    @Override
    public MemberChange change(MemberChange.Kind kind, int person) {
        var identifiers = Map.of(
                "email", "max.muster" + person + "@example.com",
                "phone", "0170 12345" + (60 + person));
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("FN", FieldValue.of("Jürgen"));
        fields.put("LN", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("CT", FieldValue.EMPTY);
        return new MemberChange(kind, new SubjectKeys("4711" + person, identifiers), fields, Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var identifiers = new TreeMap<>(change(kind, person).subject().identifiers());
        identifiers.put("maid", "6D92078A-8246-4BA4-AE5B-76104861E7D" + person);
        identifiers.put("external_id", "customer-0815-" + person);
        var fields = new LinkedHashMap<>(change(kind, person).fields());
        fields.put("FI", FieldValue.of("Jürgen"));
        fields.put("GEN", FieldValue.of("male"));
        fields.put("DOB", FieldValue.of(Instant.parse("1995-03-05T00:00:00Z")));
        fields.put("ST", FieldValue.of("BE"));
        fields.put("ZIP", FieldValue.of(BigDecimal.valueOf(10115)));
        fields.put("COUNTRY", FieldValue.of("DE"));
        fields.put("LOOKALIKE_VALUE", FieldValue.of(new BigDecimal("44.50")));
        return new MemberChange(kind, new SubjectKeys("4711" + person, identifiers), fields, Consent.NEVER_ASKED);
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "400 with code 17",
                VendorAnswer.json(
                        400,
                        "{\"error\":{\"code\":17,\"error_subcode\":2446079,\"message\":\"User request limit reached\"}}"),
                "400 with code 80003 and minutes until access comes back",
                new VendorAnswer(
                        400,
                        Map.of(
                                "x-business-use-case-usage",
                                "{\"66\":[{\"type\":\"custom_audience\",\"call_count\":100,\"estimated_time_to_regain_access\":3}]}"),
                        "{\"error\":{\"code\":80003,\"message\":\"There have been too many calls\"}}"));
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Whether Meta takes a part of a replacing session that comes twice as one: nobody documents it.",
                "Progress of upload sessions: it tells counts a day later, and hangs at times.");
    }

    @Override
    public boolean findsPeopleByFields() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (call.method().equals("GET")) {
            return VendorAnswer.json(200, page(call.path()));
        }
        if (!call.path().contains("users")) {
            return VendorAnswer.json(200, "{\"success\":true}");
        }
        var refused = call.rows().stream()
                .filter(row -> row.verdict() != Verdict.ACCEPTED)
                .count();
        return VendorAnswer.json(
                200,
                "{\"audience_id\":\"23840002\",\"session_id\":\"1\",\"num_received\":"
                        + call.rows().size() + ",\"num_invalid_entries\":" + refused
                        + ",\"invalid_entry_samples\":{}}");
    }

    private static String page(String path) {
        if (path.contains("/customaudiences")) {
            return AUDIENCES;
        }
        return path.contains("/insights")
                ? FIGURES
                : "{\"id\":\"act_516848833\",\"account_status\":1,\"tos_accepted\":{\"custom_audience_tos\":1}}";
    }
}
