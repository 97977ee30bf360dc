// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

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
import io.kohorte.toolkit.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class LinkedInAdsContractTest extends ConnectorContract {

    private static final String FIGURES =
            """
            {"elements":[{"pivotValues":["urn:li:sponsoredCampaign:6001"],"impressions":1200,"clicks":31,
              "costInLocalCurrency":"18.40","externalWebsiteConversions":3,"conversionValueInLocalCurrency":"149.70",
              "dateRange":{"start":{"year":2026,"month":11,"day":20},"end":{"year":2026,"month":11,"day":20}}}]}""";

    @Override
    public ConnectorFactory connector() {
        return new LinkedInAdsConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        return Settings.of(Map.of(
                "url",
                vendorUrl + "/rest",
                "tokenUrl",
                vendorUrl + "/oauth/v2/accessToken",
                "accountId",
                "516848833",
                "sourcePlatform",
                "ACME_CDP",
                "clientId",
                "77abc",
                "clientSecret",
                "client-secret-that-nobody-sees",
                "refreshToken",
                "refresh-token-that-nobody-sees",
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
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, Map.of("email", "max.muster" + person + "@example.com")),
                Map.of("company", FieldValue.of("Müller-Lüdenscheidt GmbH")),
                Consent.NEVER_ASKED);
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("firstName", FieldValue.of("Jürgen"));
        fields.put("lastName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("title", FieldValue.of("Chief Technology Officer"));
        fields.put("company", FieldValue.of("Acme"));
        fields.put("country", FieldValue.of("de"));
        var identifiers = Map.of(
                "email", "max.muster" + person + "@example.com",
                "maid", "6d92078a-8246-4ba4-ae5b-76104861e7d" + person);
        return new MemberChange(kind, new SubjectKeys("4711" + person, identifiers), fields, Consent.NEVER_ASKED);
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().startsWith("/oauth/");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of(
                "429 with the limit of a day",
                VendorAnswer.json(
                        429,
                        "{\"status\":429,\"code\":\"TOO_MANY_REQUESTS\",\"message\":\"Resource level throttle APPLICATION DAY limit for calls to this resource is reached.\"}"));
    }

    @Override
    public List<String> notCovered() {
        return List.of(
                "Segments of companies: Kohorte's segments are of people.",
                "Uploads of lists as files: they take two days and replace nobody.");
    }

    @Override
    public boolean findsPeopleByFields() {
        return true;
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(200, "{\"access_token\":\"AQX-token\",\"expires_in\":5184000}");
        }
        if (call.path().contains("adAnalytics")) {
            return VendorAnswer.json(200, FIGURES);
        }
        if (call.path().contains("adCampaigns")) {
            return VendorAnswer.json(200, "{\"elements\":[{\"id\":6001,\"name\":\"Spring\"}]}");
        }
        if (call.path().contains("adAccounts")) {
            return VendorAnswer.json(200, "{\"id\":516848833,\"currency\":\"EUR\"}");
        }
        if (call.method().equals("GET")) {
            return VendorAnswer.json(
                    200,
                    "{\"elements\":[{\"id\":12345,\"sourceSegmentId\":\"seg-42\",\"destinations\":[{\"destination\":\"LINKEDIN\",\"status\":\"READY\"}]}]}");
        }
        if (call.method().equals("DELETE")) {
            return VendorAnswer.empty(204);
        }
        return VendorAnswer.json(200, results(call));
    }

    private static String results(VendorCall call) {
        var body = Json.mapper().createObjectNode();
        var elements = body.putArray("elements");
        for (var row : call.rows()) {
            var element = elements.addObject();
            switch (row.verdict()) {
                case ACCEPTED -> element.put("status", 201);
                case REJECTED ->
                    element.put("status", 400)
                            .putObject("error")
                            .put("status", 400)
                            .put("message", row.gossip());
                case RETRY -> element.put("status", 503);
            }
        }
        return body.toString();
    }
}
