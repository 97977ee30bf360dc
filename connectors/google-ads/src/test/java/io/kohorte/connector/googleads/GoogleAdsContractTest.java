// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

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
import io.kohorte.tck.JobFault;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class GoogleAdsContractTest extends ConnectorContract {

    private static final String FIGURES =
            """
            {"results":[{"customer":{"currencyCode":"EUR"},"campaign":{"id":"6001","name":"Spring"},
              "segments":{"date":"2026-11-20"},"metrics":{"impressions":"1200","clicks":"31","costMicros":"18400000",
              "conversions":3.0,"conversionsValue":149.7}}],"fieldMask":"campaign.id"}""";

    private static final String EXHAUSTED =
            """
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED",
               "metadata":{"quota_limit":"IngestionRequestsPerDayPerProject"}}]}}""";

    @Override
    public ConnectorFactory connector() {
        return new GoogleAdsConnector();
    }

    @Override
    public Settings settings(String vendorUrl, Duration patience) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("url", vendorUrl);
        settings.put("adsUrl", vendorUrl);
        settings.put("tokenUrl", vendorUrl + "/token");
        settings.put("accountId", "123-456-7890");
        settings.put("loginAccountId", "987-654-3210");
        settings.put("clientId", "4711.apps.googleusercontent.com");
        settings.put("clientSecret", "client-secret-that-nobody-sees");
        settings.put("refreshToken", "1//refresh-token-that-nobody-sees");
        settings.put("developerToken", "developer-token-that-nobody-sees");
        settings.put("termsAccepted", true);
        settings.put("defaultRegion", "DE");
        settings.put("timeoutSeconds", patience.toSeconds());
        return Settings.of(settings);
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
        var identifiers = Map.of(
                "email", "max.muster" + person + "@example.com",
                "phone", "0170 12345" + (60 + person));
        return new MemberChange(
                kind,
                new SubjectKeys("4711" + person, identifiers),
                Map.of("familyName", FieldValue.of("Müller-Lüdenscheidt")),
                new Consent(Map.of("ads", true)));
    }

    @Override
    public MemberChange everything(MemberChange.Kind kind, int person) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("givenName", FieldValue.of("Dr. Jürgen"));
        fields.put("familyName", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("regionCode", FieldValue.of("de"));
        fields.put("postalCode", FieldValue.of("10115"));
        fields.put("emailAddress", FieldValue.of("Max.Muster+x@gmail.com"));
        fields.put("phoneNumber", FieldValue.of("+49 30 1234567"));
        var known = change(kind, person);
        return new MemberChange(kind, known.subject(), fields, known.consent());
    }

    @Override
    public boolean authenticates(VendorCall call) {
        return call.path().equals("/token");
    }

    @Override
    public boolean renewsCredentials() {
        return true;
    }

    @Override
    public boolean looksAfterJob(VendorCall call) {
        return call.path().contains("requestStatus");
    }

    @Override
    public Map<String, VendorAnswer> throttles() {
        return Map.of("429 with the quota of a day", VendorAnswer.json(429, EXHAUSTED));
    }

    @Override
    public List<String> notCovered() {
        return List.of("Requests held against Google's protos: there is no OpenAPI document of this API.");
    }

    @Override
    public VendorAnswer answer(VendorCall call) {
        if (authenticates(call)) {
            return VendorAnswer.json(
                    200, "{\"access_token\":\"ya29.token\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
        }
        if (call.path().contains("requestStatus")) {
            return status(call);
        }
        if (call.path().contains("audienceMembers")) {
            return VendorAnswer.json(200, "{\"requestId\":\"req-" + call.rows().size() + "\"}");
        }
        if (call.path().contains("googleAds:search")) {
            return VendorAnswer.json(200, FIGURES);
        }
        return VendorAnswer.json(
                200, "{\"userLists\":[{\"id\":\"7654321\",\"description\":\"Kept by Kohorte [seg-42]\"}]}");
    }

    private static VendorAnswer status(VendorCall call) {
        var refused = call.rows().stream()
                .filter(row -> row.verdict() != Verdict.ACCEPTED)
                .count();
        var errors = refused == 0
                ? ""
                : ",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"" + refused
                        + "\",\"reason\":\"PROCESSING_ERROR_REASON_INVALID_FORMAT\"}]}";
        return VendorAnswer.json(
                200,
                "{\"requestStatusPerDestination\":[{\"requestStatus\":\""
                        + (refused == 0 ? "SUCCESS" : "PARTIAL_SUCCESS") + "\"" + errors
                        + ",\"audienceMembersIngestionStatus\":{\"userDataIngestionStatus\":{\"recordCount\":\""
                        + call.rows().size() + "\"}}}]}");
    }

    @Override
    public Optional<VendorAnswer> answer(VendorCall call, JobFault fault) {
        if (!call.path().contains("requestStatus")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (fault) {
                    case NEVER_FINISHES ->
                        VendorAnswer.json(
                                200, "{\"requestStatusPerDestination\":[{\"requestStatus\":\"PROCESSING\"}]}");
                    case DISAPPEARS ->
                        VendorAnswer.json(
                                400,
                                "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"INVALID_REQUEST_ID\"}]}}");
                    case FAILS ->
                        VendorAnswer.json(
                                200,
                                "{\"requestStatusPerDestination\":[{\"requestStatus\":\"FAILED\",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"3\",\"reason\":\"PROCESSING_ERROR_REASON_DENIED_CONSENT\"}]}}]}");
                });
    }
}
