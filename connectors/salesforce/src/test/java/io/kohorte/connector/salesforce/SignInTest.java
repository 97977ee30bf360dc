// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.SettingProblem;
import io.kohorte.toolkit.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInTest {

    private static final Map<String, String> JWT =
            Map.of("auth", "jwt", "username", "kohorte@acme.example", "privateKey", pem());
    private static final Map<String, String> REFRESH = Map.of("auth", "refresh", "refreshToken", "5Aep861rotating");

    private final FakeSalesforce salesforce = new FakeSalesforce();

    @AfterEach
    void close() {
        salesforce.close();
    }

    @Test
    void by_a_key_the_user_is_named_in_a_statement_for_the_login_address() {
        accountWorks();

        assertThat(check(JWT)).isEmpty();
        assertThat(check(with(JWT, "loginUrl", "https://test.salesforce.com/"))).isEmpty();

        assertThat(claims(0)).contains("\"aud\":\"https://login.salesforce.com\"");
        assertThat(claims(1)).contains("\"aud\":\"https://test.salesforce.com\"");
        assertThat(claims(0))
                .contains("\"iss\":\"3MVG9\"")
                .contains("\"sub\":\"kohorte@acme.example\"")
                .contains("\"exp\":" + FakeSalesforce.NOW.plusSeconds(180).getEpochSecond());
        assertThat(form(0)).doesNotContain(FakeSalesforce.SECRET);
    }

    @Test
    void with_a_refresh_token_the_app_says_who_it_is() {
        accountWorks();

        assertThat(check(REFRESH)).isEmpty();

        assertThat(form(0))
                .isEqualTo("grant_type=refresh_token&refresh_token=5Aep861rotating&client_id=3MVG9&client_secret="
                        + FakeSalesforce.SECRET);
    }

    @Test
    void as_the_app_by_default() {
        accountWorks();

        assertThat(check(Map.of())).isEmpty();

        assertThat(form(0)).isEqualTo("grant_type=client_credentials");
    }

    @ParameterizedTest
    @CsvSource({
        "jwt,                invalid_grant,     /username",
        "jwt,                invalid_client_id, /clientId",
        "jwt,                invalid_client,    /clientId",
        "refresh,            invalid_grant,     /refreshToken",
        "refresh,            invalid_client,    /clientSecret",
        "client_credentials, invalid_grant,     /clientId",
        "client_credentials, invalid_client_id, /clientId",
        "client_credentials, invalid_client,    /clientSecret",
    })
    void a_refusal_points_at_the_setting_to_mend(String auth, String error, String pointer) {
        salesforce.stubFor(post(urlPathEqualTo("/services/oauth2/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"" + error + "\"}")));
        var settings = auth.equals("jwt") ? JWT : auth.equals("refresh") ? REFRESH : Map.of("auth", auth);

        assertThat(check(settings)).extracting(SettingProblem::pointer).containsExactly(pointer);
    }

    @Test
    void a_key_that_is_none_is_named_before_anyone_is_asked() {
        var problems =
                check(with(JWT, "privateKey", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"));

        assertThat(problems).extracting(SettingProblem::pointer).containsExactly("/privateKey");
        assertThat(problems.get(0).problem().message()).contains("openssl pkcs8");
        assertThat(salesforce.tokenRequests()).isEmpty();
    }

    @Test
    void a_user_who_may_not_use_the_api_is_told_from_a_wrong_version() {
        salesforce.stubFor(get(urlEqualTo(DATA + "/"))
                .willReturn(aResponse().withStatus(403).withBody("[{\"errorCode\":\"API_DISABLED_FOR_ORG\"}]")));
        var problem = check(Map.of()).get(0);
        assertThat(problem.pointer()).isEmpty();
        assertThat(problem.problem().message()).contains("lacks the permission");

        salesforce.stubFor(get(urlEqualTo(DATA + "/")).willReturn(aResponse().withStatus(410)));
        assertThat(check(Map.of())).extracting(SettingProblem::pointer).containsExactly("/apiVersion");
    }

    private void accountWorks() {
        salesforce.answer(get(urlEqualTo(DATA + "/")), "{\"sobjects\":\"/services/data/v66.0/sobjects\"}");
    }

    private List<SettingProblem> check(Map<String, String> settings) {
        return new SalesforceConnector()
                .check(salesforce.settings(settings), FakeSalesforce.context(FakeSalesforce.NOW));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    private String form(int request) {
        return salesforce.tokenRequests().get(request).getBodyAsString();
    }

    private String claims(int request) {
        var form = URLDecoder.decode(form(request), StandardCharsets.UTF_8);
        var assertion = form.substring(form.indexOf("assertion=") + "assertion=".length());
        var claims = Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]);
        return Json.read(claims).orElseThrow().toString();
    }

    private static String pem() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var key = Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----";
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
