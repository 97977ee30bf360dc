// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.googleads.FakeGoogle.AUDIENCE;
import static io.kohorte.connector.googleads.FakeGoogle.INGEST;
import static io.kohorte.connector.googleads.FakeGoogle.LISTS;
import static io.kohorte.connector.googleads.FakeGoogle.add;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorsTest {

    private final FakeGoogle google = new FakeGoogle();
    private final GoogleAdsDestination destination = google.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        google.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED, CREDENTIALS_REJECTED",
        "403, PERMISSION_DENIED, NOT_PERMITTED",
        "403, TERMS_AND_CONDITIONS_NOT_SIGNED, NOT_PERMITTED",
        "403, NOT_ALLOWLISTED, NOT_PERMITTED",
        "403, SERVICE_DISABLED, NOT_PERMITTED",
        "403, ACCESS_TOKEN_SCOPE_INSUFFICIENT, NOT_PERMITTED",
        "403, DATA_PARTNER_USER_LIST_MUTATE_NOT_ALLOWED, NOT_PERMITTED",
        "404, NOT_FOUND, AUDIENCE_GONE",
        "400, INVALID_USER_LIST_ID, AUDIENCE_GONE",
        "400, INVALID_USER_LIST_TYPE, INVALID_SETTING",
        "400, INVALID_DESTINATION, INVALID_SETTING",
        "400, MULTIPLE_DATA_TYPES_NOT_ALLOWED, INVALID_SETTING",
        "400, INVALID_ARGUMENT, BATCH_REFUSED",
        "400, TOO_MANY_AUDIENCE_MEMBERS, BATCH_REFUSED",
        "429, RESOURCE_EXHAUSTED, RATE_LIMITED",
        "429, RATE_LIMIT_EXCEEDED, RATE_LIMITED",
        "500, INTERNAL_ERROR, UNAVAILABLE",
        "503, UNAVAILABLE, UNAVAILABLE",
        "504, DEADLINE_EXCEEDED, UNAVAILABLE"
    })
    void the_reason_says_more_than_the_status(int status, String reason, ProblemCode expected) {
        answer(error(status, reason, ""));

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.problem().vendorCode()).isEqualTo(reason);
        assertThat(failure.getMessage()).doesNotContain("quoted");
    }

    @Test
    void a_spent_day_ends_at_midnight_in_california() {
        answer(error(429, "RATE_LIMIT_EXCEEDED", ",\"metadata\":{\"quota_limit\":\"IngestRequestsPerDayPerProject\"}"));

        assertThat(refused().problem().code()).isEqualTo(ProblemCode.QUOTA_SPENT);
        assertThat(refused().after()).as("12:00 UTC is 4:00 there").isEqualTo(Duration.ofHours(20));
    }

    @Test
    void a_spent_minute_is_over_after_a_minute_or_when_google_says() {
        answer(error(429, "RESOURCE_EXHAUSTED", ""));
        assertThat(refused().after()).isEqualTo(Duration.ofMinutes(1));

        answer(error(429, "RESOURCE_EXHAUSTED", "},{\"retryDelay\":\"3.5s\""));
        assertThat(refused().after()).isEqualTo(Duration.ofMillis(3500));
    }

    @Test
    void a_token_that_ends_in_the_middle_is_renewed_once() {
        google.stubFor(post(urlEqualTo(INGEST))
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(error(401, "UNAUTHENTICATED", ""))
                .willSetStateTo("renewed"));
        google.stubFor(post(urlEqualTo(INGEST))
                .inScenario("token")
                .whenScenarioStateIs("renewed")
                .willReturn(okJson("{\"requestId\":\"req-1\"}")));

        write();

        assertThat(google.requests()).hasSize(2);
    }

    @Test
    void a_refresh_token_that_was_withdrawn_means_to_connect_again() {
        google.stubFor(post(urlEqualTo("/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}")));
        assertThat(refused().problem().code()).isEqualTo(ProblemCode.CREDENTIALS_EXPIRED);
    }

    @Test
    void a_check_asks_whether_a_list_could_be_made_and_makes_none() {
        google.answer(post(urlPathEqualTo(LISTS)), "{}");

        assertThat(new GoogleAdsConnector().check(google.settings(Map.of()), FakeGoogle.context()))
                .isEmpty();
        assertThat(google.requests().get(0).queryParameter("validateOnly").firstValue())
                .isEqualTo("true");
        assertThat(google.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403, PERMISSION_DENIED, /loginAccountId",
        "403, TERMS_AND_CONDITIONS_NOT_SIGNED, /termsAccepted",
        "403, ACCESS_TOKEN_SCOPE_INSUFFICIENT, /refreshToken",
        "404, NOT_FOUND, /accountId",
        "400, INVALID_ARGUMENT, /accountId"
    })
    void a_check_points_at_the_setting_to_mend(int status, String reason, String pointer) {
        google.stubFor(post(urlPathEqualTo(LISTS)).willReturn(error(status, reason, "")));
        assertThat(new GoogleAdsConnector().check(google.settings(Map.of()), FakeGoogle.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({"invalid_client, /clientSecret", "invalid_grant, /refreshToken", "unauthorized_client, /refreshToken"})
    void a_check_tells_a_wrong_secret_from_a_wrong_token(String error, String pointer) {
        google.stubFor(post(urlEqualTo("/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"" + error + "\"}")));
        assertThat(new GoogleAdsConnector().check(google.settings(Map.of()), FakeGoogle.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly(pointer);
    }

    @Test
    void a_service_account_signs_for_itself() throws NoSuchAlgorithmException {
        google.answer(post(urlPathEqualTo(LISTS)), "{}");
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        var service = google.settings(
                Map.of("auth", "service-account", "serviceAccount", "kohorte@p.iam.example", "privateKey", key));

        assertThat(new GoogleAdsConnector().check(service, FakeGoogle.context()))
                .isEmpty();

        var form = google.received().stream()
                .filter(request -> request.getUrl().equals("/token"))
                .findFirst()
                .orElseThrow()
                .getBodyAsString();
        assertThat(form).contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
        var claims = new String(
                Base64.getUrlDecoder().decode(form.split("assertion=", 2)[1].split("\\.", 3)[1]),
                StandardCharsets.UTF_8);
        assertThat(claims)
                .contains("\"iss\":\"kohorte@p.iam.example\"")
                .contains("\"scope\":\"https://www.googleapis.com/auth/datamanager\"")
                .contains("/token\"");
    }

    @Test
    void a_key_that_is_none_is_named_before_anybody_is_asked() {
        var settings = google.settings(
                Map.of("auth", "service-account", "serviceAccount", "kohorte@p.iam.example", "privateKey", "no key"));
        assertThat(new GoogleAdsConnector().check(settings, FakeGoogle.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly("/privateKey");
    }

    private void answer(ResponseDefinitionBuilder response) {
        google.stubFor(post(urlEqualTo(INGEST)).willReturn(response));
    }

    private static ResponseDefinitionBuilder error(int status, String reason, String more) {
        return aResponse()
                .withStatus(status)
                .withBody("{\"error\":{\"code\":" + status + ",\"status\":\"X\",\"message\":\"quoted max@example.com\","
                        + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"" + reason
                        + "\"" + more + "}]}}");
    }

    private ConnectorException refused() {
        return catchThrowableOfType(ConnectorException.class, this::write);
    }

    private void write() {
        destination.audiences().write(AUDIENCE, batch(add("a@example.com"), add("b@example.com")));
    }
}
