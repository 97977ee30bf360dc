// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.connector.hubspot.FakeHubspot.LISTS;
import static io.kohorte.tck.TestVendor.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings tried against the account, and both ways to sign in. */
final class CheckTest {

    private static final String ACCOUNT = "/account-info/2026-09/details";
    private static final String DEALS = "/crm/objects/2026-09/deals?limit=1";
    private static final Map<String, String> OAUTH =
            Map.of("auth", "oauth", "clientId", "client-1", "clientSecret", "secret-1", "refreshToken", "refresh-1");

    private final FakeHubspot hubspot = new FakeHubspot();

    @BeforeEach
    void everythingIsThere() {
        hubspot.answer(get(ACCOUNT), "{\"portalId\":62515,\"timeZone\":\"Europe/Berlin\"}");
        hubspot.answer(get(urlEqualTo(CONTACTS + "?limit=1")), "{\"results\":[]}");
        hubspot.answer(get(urlEqualTo(DEALS)), "{\"results\":[]}");
        hubspot.post(LISTS + "/search", 200, "{\"lists\":[]}");
        hubspot.post(
                "/oauth/v1/token",
                200,
                "{\"access_token\":\"short-lived\",\"refresh_token\":\"refresh-1\",\"expires_in\":1800}");
    }

    @AfterEach
    void close() {
        hubspot.close();
    }

    @Test
    void nothing_is_wrong_with_an_account_that_works_and_deals_need_no_permission_unless_wanted() {
        assertThat(check(Map.of())).isEmpty();

        hubspot.stubFor(get(urlEqualTo(DEALS)).willReturn(json(403, "{\"category\":\"MISSING_SCOPES\"}")));
        assertThat(pointers(Map.of())).containsExactly("/accessToken");
        assertThat(check(Map.of("deals", false))).isEmpty();
    }

    @Test
    void a_wrong_token_a_missing_permission_a_wrong_account_and_a_wrong_version_are_told_apart() {
        assertThat(check(Map.of("portalId", "1"))).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/portalId");
            assertThat(problem.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        });
        assertThat(pointers(Map.of("apiVersion", "2027-03"))).containsExactly("/apiVersion");

        hubspot.post(
                LISTS + "/search",
                403,
                "{\"category\":\"MISSING_SCOPES\",\"errors\":[{\"context\":{\"requiredGranularScopes\":[\"crm.lists.read\"]}}]}");
        assertThat(check(Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.problem().code()).isEqualTo(ProblemCode.NOT_PERMITTED);
            assertThat(problem.problem().message()).contains("crm.lists.read");
        });

        hubspot.stubFor(get(ACCOUNT).willReturn(json(401, "{\"category\":\"INVALID_AUTHENTICATION\"}")));
        assertThat(pointers(Map.of())).containsExactly("/accessToken");
        assertThat(check(Map.of()).get(0).problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_public_app_refreshes_its_token_in_the_body_of_a_form() {
        assertThat(check(OAUTH)).isEmpty();

        var token = hubspot.requests().get(0);
        assertThat(token.getUrl()).isEqualTo("/oauth/v1/token");
        assertThat(token.getBodyAsString())
                .isEqualTo(
                        "grant_type=refresh_token&refresh_token=refresh-1&client_id=client-1&client_secret=secret-1");
        assertThat(hubspot.requests().get(1).getHeader("Authorization")).isEqualTo("Bearer short-lived");
    }

    @Test
    void a_token_that_ends_in_the_middle_is_renewed_once() {
        hubspot.stubFor(get(urlEqualTo(CONTACTS + "?limit=1"))
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(json(401, "{\"category\":\"EXPIRED_AUTHENTICATION\"}"))
                .willSetStateTo("renewed"));
        hubspot.stubFor(get(urlEqualTo(CONTACTS + "?limit=1"))
                .inScenario("token")
                .whenScenarioStateIs("renewed")
                .willReturn(json(200, "{\"results\":[]}")));

        assertThat(check(OAUTH)).isEmpty();
        assertThat(hubspot.sent())
                .filteredOn(sent -> sent.equals("POST /oauth/v1/token"))
                .hasSize(2);
    }

    @Test
    void a_refresh_token_that_is_taken_no_more_is_pointed_at() {
        hubspot.stubFor(
                post("/oauth/v1/token").willReturn(json(400, "{\"status\":\"BAD_REFRESH_TOKEN\",\"message\":\"?\"}")));

        assertThat(pointers(OAUTH)).containsExactly("/refreshToken");
        assertThat(check(OAUTH).get(0).problem().code().name()).startsWith("CREDENTIALS");
    }

    private List<String> pointers(Map<String, ?> settings) {
        return check(settings).stream().map(SettingProblem::pointer).toList();
    }

    private List<SettingProblem> check(Map<String, ?> settings) {
        return new HubspotConnector().check(hubspot.settings(settings), FakeHubspot.context(FakeHubspot.NOW));
    }
}
