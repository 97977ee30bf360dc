// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver verifies what it gets over the raw bytes, with the secret it shares with us. */
final class SignatureTest {

    @RegisterExtension
    private static final WireMockExtension RECEIVER =
            WireMockExtension.newInstance().build();

    @BeforeEach
    void receiverTakesEverything() {
        RECEIVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "cloudevents-structured", "cloudevents-binary", "cloudevents-batch"})
    void every_format_is_signed_over_its_raw_body(String format) throws Exception {
        send(Map.of("format", format));
        var request = received();
        assertThat(request.getHeader("webhook-timestamp")).isEqualTo(Long.toString(Samples.NOW.getEpochSecond()));
        assertThat(signatures(request)).containsExactly(expected(Samples.SECRET, request));
    }

    @Test
    void old_and_new_secret_sign_while_one_replaces_the_other() throws Exception {
        send(Map.of("previousSecret", Samples.OLD_SECRET));
        var request = received();
        assertThat(signatures(request))
                .containsExactly(expected(Samples.SECRET, request), expected(Samples.OLD_SECRET, request));
    }

    @Test
    void a_message_is_not_sent_with_a_secret_that_is_none() {
        assertThatThrownBy(() -> send(Map.of("secret", "not base64!")))
                .hasMessageStartingWith("INVALID_SETTING")
                .message()
                .doesNotContain("not base64!");
        RECEIVER.verify(0, postRequestedFor(anyUrl()));
    }

    private static List<String> signatures(LoggedRequest request) {
        return List.of(request.getHeader("webhook-signature").split(" "));
    }

    private static String expected(String secret, LoggedRequest request) throws Exception {
        return new Webhook(secret)
                .sign(request.getHeader("webhook-id"), Samples.NOW.getEpochSecond(), request.getBodyAsString());
    }

    private static LoggedRequest received() {
        var requests = RECEIVER.findAll(postRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private static void send(Map<String, ?> settings) {
        try (var destination =
                new WebhookConnector().open(Samples.settings(RECEIVER.baseUrl(), settings), Samples.context())) {
            var audiences = destination.audiences();
            var audience = audiences.ensure(Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE));
            audiences.write(audience, Samples.batch(List.of(Samples.max(MemberChange.Kind.ADD))));
        }
    }
}
