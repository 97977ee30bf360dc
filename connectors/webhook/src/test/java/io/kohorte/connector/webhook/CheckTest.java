// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A check points at the field to mend. */
final class CheckTest {

    @RegisterExtension
    private static final WireMockExtension RECEIVER =
            WireMockExtension.newInstance().build();

    @Test
    void pings_with_a_signed_message_that_changes_nothing() {
        RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
        assertThat(check(RECEIVER.baseUrl(), Map.of())).isEmpty();

        var request = RECEIVER.findAll(postRequestedFor(anyUrl())).get(0);
        assertThat(request.getBodyAsString())
                .isEqualTo("{\"type\":\"webhook.ping\",\"timestamp\":\"2026-11-21T20:26:10.344Z\",\"data\":{}}");
        assertThat(request.getHeader("webhook-signature")).startsWith("v1,");
    }

    @ParameterizedTest
    @CsvSource({"401, /secret", "403, /secret", "404, /url", "410, /url", "301, /url", "500, /url", "429, ''"})
    void points_at_what_the_receiver_refuses(int status, String pointer) {
        RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
        assertThat(check(RECEIVER.baseUrl(), Map.of()))
                .singleElement()
                .extracting(SettingProblem::pointer)
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"receiver.example", "ftp://receiver.example", "https://", "https://user:pw@receiver.example"})
    void points_at_an_address_that_is_none(String url) {
        assertThat(check(url, Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/url");
            assertThat(problem.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
            assertThat(problem.problem().message()).doesNotContain("pw");
        });
    }

    @ParameterizedTest
    @CsvSource({"secret", "previousSecret", "feedbackSecret"})
    void points_at_a_secret_that_is_none(String setting) {
        assertThat(check(RECEIVER.baseUrl(), Map.of(setting, "not base64!")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/" + setting);
                    assertThat(problem.problem().message()).doesNotContain("not base64!");
                });
        RECEIVER.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Webhook-Id", "content-type", "Host", "ce-id", "bad header", "", "x:y", "ü"})
    void points_at_a_header_that_cannot_be_added(String name) {
        assertThat(check(RECEIVER.baseUrl(), Map.of("headers", Map.of(name, "value"))))
                .extracting(SettingProblem::pointer)
                .containsExactly("/headers");
    }

    @Test
    void points_at_a_header_whose_value_cannot_be_sent() {
        assertThat(check(RECEIVER.baseUrl(), Map.of("headers", Map.of("x-key", "a\r\nx-evil: b"))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.problem().message())
                        .contains("x-key")
                        .doesNotContain("evil"));
    }

    @Test
    void has_defaults_that_its_form_shows() {
        var schema = Json.read(
                        new WebhookConnector().descriptor().settingsSchema().getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .path("properties");
        var defaults = WebhookSettings.of(Samples.settings("https://receiver.example", Map.of()));
        assertThat(defaults.rowsPerRequest())
                .isEqualTo(schema.at("/rowsPerRequest/default").asInt());
        assertThat(defaults.maxBytes()).isEqualTo(schema.at("/maxBytes/default").asInt());
        assertThat(defaults.timeout().toSeconds())
                .isEqualTo(schema.at("/timeoutSeconds/default").asInt());
        assertThat(defaults.requestsPerMinute())
                .isEqualTo(schema.at("/requestsPerMinute/default").asInt());
        assertThat(defaults.concurrency())
                .isEqualTo(schema.at("/concurrency/default").asInt());
        assertThat(defaults.source()).isEqualTo(schema.at("/source/default").asText());
        assertThat(defaults.format())
                .isEqualTo(Format.named(schema.at("/format/default").asText()));
        schema.at("/format/enum")
                .forEach(name -> assertThat(Format.named(name.asText())).isNotNull());
    }

    private static List<SettingProblem> check(String url, Map<String, ?> settings) {
        return new WebhookConnector().check(Samples.settings(url, settings), Samples.context());
    }
}
