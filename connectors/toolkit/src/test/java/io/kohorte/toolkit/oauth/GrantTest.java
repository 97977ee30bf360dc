// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.Surroundings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantTest {

    private static final KeyPair KEYS = keys("RSA");

    @RegisterExtension
    private static final WireMockExtension VENDOR =
            WireMockExtension.newInstance().build();

    private final Surroundings surroundings = Surroundings.open();
    private final SafeHttp http = new SafeHttp(surroundings, HttpBounds.STANDARD);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void a_refresh_token_is_exchanged_with_the_secret_in_the_form() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));

        assertThat(token(refresh(ClientCredentials.Style.FORM))).isEqualTo("t1");

        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withoutHeader("authorization")
                        .withFormParam("grant_type", equalTo("refresh_token"))
                        .withFormParam("refresh_token", equalTo("5Aep861 +/="))
                        .withFormParam("client_id", equalTo("key"))
                        .withFormParam("client_secret", equalTo("s&c"))
                        .withFormParam("scope", equalTo("api")));
    }

    @Test
    void a_refresh_token_is_exchanged_with_the_secret_in_the_header() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));

        token(refresh(ClientCredentials.Style.BASIC));

        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withBasicAuth(new BasicCredentials("key", "s%26c"))
                        .withFormParam("refresh_token", equalTo("5Aep861 +/=")));
    }

    @Test
    void a_refresh_token_that_was_replaced_is_not_used_again() {
        vendorGives(okJson("{\"access_token\":\"t1\",\"refresh_token\":\"rotated\"}"));
        VENDOR.stubFor(post(urlEqualTo("/token"))
                .withFormParam("refresh_token", equalTo("rotated"))
                .willReturn(okJson("{\"access_token\":\"t2\"}")));
        var grant = refresh(ClientCredentials.Style.FORM);
        var first = new TokenSource(http, surroundings, grant);
        var other = new TokenSource(http, surroundings, grant);

        var t1 = first.current();
        var t2 = other.renew(t1);

        assertThat(t1.value().reveal()).isEqualTo("t1");
        assertThat(t2.value().reveal()).isEqualTo("t2");
        assertThat(first.renew(t2).value().reveal())
                .as("an answer without a refresh token leaves the one in use")
                .isEqualTo("t2");
        assertThat(t1.extras()).as("what may be shown").isEmpty();
    }

    @Test
    void a_refresh_token_given_with_an_answer_that_lacks_the_access_token_is_kept() {
        vendorGives(okJson("{\"refresh_token\":\"rotated\"}"));
        var source = new TokenSource(http, surroundings, refresh(ClientCredentials.Style.FORM));
        assertThat(refusal(source).code()).isEqualTo(ProblemCode.BAD_RESPONSE);

        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        source.current();

        VENDOR.verify(1, postRequestedFor(urlEqualTo("/token")).withFormParam("refresh_token", equalTo("rotated")));
    }

    @Test
    void an_account_that_was_connected_again_has_a_token_of_its_own() {
        vendorGives(okJson("{\"access_token\":\"old\",\"refresh_token\":\"rotated\"}"));
        token(refresh(ClientCredentials.Style.FORM));
        VENDOR.stubFor(post(urlEqualTo("/token"))
                .withFormParam("refresh_token", equalTo("reconnected"))
                .willReturn(okJson("{\"access_token\":\"new\"}")));
        var known = refresh(ClientCredentials.Style.FORM);

        assertThat(token(new RefreshToken(
                        known.tokenUrl(),
                        known.clientId(),
                        known.clientSecret(),
                        new Secret("reconnected"),
                        known.style(),
                        known.extras())))
                .isEqualTo("new");
    }

    @Test
    void a_statement_names_who_asks_for_whom_and_how_long_it_holds_and_is_signed() throws GeneralSecurityException {
        vendorGives(okJson("{\"access_token\":\"t1\",\"instance_url\":\"https://acme.example\"}"));

        assertThat(token(jwt(pem("PRIVATE KEY", KEYS.getPrivate())))).isEqualTo("t1");

        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withoutHeader("authorization")
                        .withFormParam("grant_type", equalTo("urn:ietf:params:oauth:grant-type:jwt-bearer")));
        var parts = assertion().split("\\.", -1);
        assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        assertThat(Json.read(decoded(parts[1]).getBytes(StandardCharsets.UTF_8)))
                .contains(Json.mapper()
                        .createObjectNode()
                        .put("iss", "key")
                        .put("sub", "it's@acme.example")
                        .put("aud", "https://login.example")
                        .put("scope", "api")
                        .put("iat", (int) Surroundings.NOON.getEpochSecond())
                        .put("exp", (int) Surroundings.NOON.getEpochSecond() + 180));
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(parts).hasSize(3).noneMatch(part -> part.contains("="));
    }

    @Test
    void a_key_may_be_copied_out_of_a_json_file() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        assertThat(token(jwt(pem("PRIVATE KEY", KEYS.getPrivate()).replace("\n", "\\n"))))
                .isEqualTo("t1");
    }

    @Test
    void a_key_that_cannot_sign_says_why_before_anyone_is_asked() {
        var rsa = KEYS.getPrivate();
        assertThat(unusable("MIIEvQ")).contains("no private key in PEM form");
        assertThat(unusable(pem("RSA PRIVATE KEY", rsa))).contains("PKCS#8").contains("openssl");
        assertThat(unusable(pem("ENCRYPTED PRIVATE KEY", rsa))).contains("pass phrase");
        assertThat(unusable(pem("PUBLIC KEY", KEYS.getPublic()))).contains("no private key");
        assertThat(unusable(pem("PRIVATE KEY", keys("EC").getPrivate()))).contains("no RSA key");
        assertThat(unusable("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .contains("damaged");
        assertThat(new RsaKey(new Secret(pem("PRIVATE KEY", rsa))).problem()).isEmpty();
        assertThat(VENDOR.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, CREDENTIALS_EXPIRED, connect the account again",
        "401, invalid_grant, CREDENTIALS_EXPIRED, connect the account again",
        "400, invalid_client, CREDENTIALS_REJECTED, gives no access token",
        "400, rate_limit_exceeded, RATE_LIMITED, too many access tokens",
    })
    void a_refused_refresh_token_is_told_from_refused_credentials(
            int status, String error, ProblemCode code, String sentence) {
        vendorGives(aResponse().withStatus(status).withBody("{\"error\":\"" + error + "\"}"));
        var problem = refusal(new TokenSource(http, surroundings, refresh(ClientCredentials.Style.FORM)));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).contains(sentence);
        assertThat(problem.vendorCode()).isEqualTo(error);
    }

    @Test
    void a_refused_statement_says_what_may_be_wrong_with_it() {
        vendorGives(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}"));
        var problem = refusal(new TokenSource(http, surroundings, jwt(pem("PRIVATE KEY", KEYS.getPrivate()))));
        assertThat(problem.code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        assertThat(problem.message()).contains("signed statement").contains("approved");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_grant_shows_a_secret(boolean refreshing) {
        var pem = pem("PRIVATE KEY", KEYS.getPrivate());
        var grant = refreshing ? refresh(ClientCredentials.Style.FORM) : jwt(pem);
        assertThat(grant.toString())
                .doesNotContain("5Aep861")
                .doesNotContain("s&c")
                .doesNotContain(pem);
    }

    private void vendorGives(ResponseDefinitionBuilder answer) {
        VENDOR.stubFor(post(urlEqualTo("/token")).willReturn(answer));
    }

    private String token(Grant grant) {
        return new TokenSource(http, surroundings, grant).current().value().reveal();
    }

    private static Problem refusal(TokenSource source) {
        var refusal = catchThrowableOfType(ConnectorException.class, source::current);
        assertThat(refusal).as("no token is given").isNotNull();
        return refusal.problem();
    }

    private String unusable(String pem) {
        var told = new RsaKey(new Secret(pem)).problem().orElseThrow();
        var thrown = refusal(new TokenSource(http, surroundings, jwt(pem)));
        assertThat(thrown).isEqualTo(told);
        assertThat(told.code()).isEqualTo(ProblemCode.INVALID_SETTING);
        return told.message();
    }

    private static RefreshToken refresh(ClientCredentials.Style style) {
        return new RefreshToken(
                VENDOR.baseUrl() + "/token",
                "key",
                new Secret("s&c"),
                new Secret("5Aep861 +/="),
                style,
                Map.of("scope", "api"));
    }

    private static JwtBearer jwt(String pem) {
        return new JwtBearer(
                VENDOR.baseUrl() + "/token",
                new RsaKey(new Secret(pem)),
                Map.of("iss", "key", "sub", "it's@acme.example", "aud", "https://login.example", "scope", "api"),
                Duration.ofMinutes(3));
    }

    private static String assertion() {
        var form = VENDOR.getAllServeEvents().get(0).getRequest().getBodyAsString();
        return form.substring(form.indexOf("assertion=") + "assertion=".length());
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String pem(String kind, Key key) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private static KeyPair keys(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
