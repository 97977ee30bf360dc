// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardWebhooksTest {

    private static final String PUBLIC_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==";

    private final StandardWebhooks webhooks = StandardWebhooks.with(List.of(new Secret(PUBLIC_SECRET)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    msg_p5jXN8AQM9LWM0D4loKWxJek|1614265330|{"test": 2432232314}|v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
                    msg_2KWPBgLlAfxdpx2AI54pPJ85f4W|1732220770|{"type":"segment.membership.changed","timestamp":"2026-11-21T20:26:10Z","data":{"segment":"high-churn","change":"ENTERED","profileId":"4711"}}|v1,0S+kBO5Uuuaj61R2EJUE0JOSap6dm7tLAVs8W03b8Qw=
                    msg_utf8|1732220770|{"name":"Müller € 😀"}|v1,LphABbB391vkeEtxseOpc1UU6t3saBAzHobFE+0MAXI=
                    """)
    void signs_as_the_published_vectors_say(String id, long timestamp, String body, String signature) {
        var attempt = Instant.ofEpochSecond(timestamp);
        assertThat(webhooks.sign(id, attempt, body.getBytes(UTF_8))).isEqualTo(signature);
        assertThat(webhooks.verify(id, Long.toString(timestamp), signature, body.getBytes(UTF_8), attempt))
                .isTrue();
    }

    @Test
    void is_verified_by_the_standards_own_library() throws Exception {
        var body = "{\"name\":\"Müller € 😀\"}";
        var now = Clock.systemUTC().instant();
        var both = StandardWebhooks.with(List.of(new Secret(OTHER_SECRET), new Secret(PUBLIC_SECRET)));
        var headers = Map.of(
                StandardWebhooks.ID, List.of("msg_1"),
                StandardWebhooks.TIMESTAMP, List.of(Long.toString(now.getEpochSecond())),
                StandardWebhooks.SIGNATURE, List.of(both.sign("msg_1", now, body.getBytes(UTF_8))));
        assertThatCode(() -> new Webhook(PUBLIC_SECRET).verify(body, headers)).doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(OTHER_SECRET).verify(body, headers)).doesNotThrowAnyException();
    }

    @Test
    void verifies_what_the_standards_own_library_signs() throws Exception {
        var body = "{\"name\":\"Müller\"}";
        var signature = new Webhook(PUBLIC_SECRET).sign("msg_1", 1732220770, body);
        assertThat(webhooks.verify(
                        "msg_1", "1732220770", signature, body.getBytes(UTF_8), Instant.ofEpochSecond(1732220770)))
                .isTrue();
    }

    @Test
    void accepts_the_old_secret_while_it_is_changed() {
        var now = Instant.ofEpochSecond(1732220770);
        var body = "{}".getBytes(UTF_8);
        var rotating = StandardWebhooks.with(List.of(new Secret(OTHER_SECRET), new Secret(PUBLIC_SECRET)));
        assertThat(rotating.verify("m", "1732220770", webhooks.sign("m", now, body), body, now))
                .isTrue();
        assertThat(webhooks.verify("m", "1732220770", rotating.sign("m", now, body), body, now))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
    void tolerates_five_minutes(long secondsOff, boolean verified) {
        var now = Instant.ofEpochSecond(1732220770);
        var sent = now.plusSeconds(secondsOff);
        var body = "{}".getBytes(UTF_8);
        assertThat(webhooks.verify(
                        "m", Long.toString(sent.getEpochSecond()), webhooks.sign("m", sent, body), body, now))
                .isEqualTo(verified);
    }

    @Test
    void refuses_a_changed_id_time_body_or_secret() {
        var now = Instant.ofEpochSecond(1732220770);
        var body = "{\"a\":1}".getBytes(UTF_8);
        var signature = webhooks.sign("m", now, body);
        var stranger = StandardWebhooks.with(List.of(new Secret(OTHER_SECRET)));
        assertThat(webhooks.verify("m", "1732220770", signature, body, now)).isTrue();
        assertThat(webhooks.verify("n", "1732220770", signature, body, now)).isFalse();
        assertThat(webhooks.verify("m", "1732220771", signature, body, now)).isFalse();
        assertThat(webhooks.verify("m", "1732220770", signature, "{\"a\": 1}".getBytes(UTF_8), now))
                .isFalse();
        assertThat(stranger.verify("m", "1732220770", signature, body, now)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1,", "v1,%%%", "v2,AAAA", "v1a,AAAA", "g0hM9SsE", "v1,AAAA v1,BBBB"})
    void refuses_what_is_no_signature(String signature) {
        assertThat(webhooks.verify("m", "1732220770", signature, new byte[0], Instant.ofEpochSecond(1732220770)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "-1732220770", "99999999999999999999", "1732220770.5"})
    void refuses_what_is_no_time(String timestamp) {
        var body = new byte[0];
        var signature = webhooks.sign("m", Instant.ofEpochSecond(1732220770), body);
        assertThat(webhooks.verify("m", timestamp, signature, body, Instant.ofEpochSecond(1732220770)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_%%%", "not base64!"})
    void refuses_a_secret_that_is_none_without_quoting_it(String text) {
        assertThat(StandardWebhooks.usable(new Secret(text))).isFalse();
        assertThatThrownBy(() -> StandardWebhooks.with(List.of(new Secret(text))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a signing secret is whsec_ and Base64");
    }

    @Test
    void shows_no_secret() {
        assertThat(webhooks).hasToString("StandardWebhooks with 1 secrets");
        assertThat(new Secret(PUBLIC_SECRET)).hasToString("***");
    }

    @Test
    void lets_a_genuine_call_pass_and_no_other() {
        var now = Instant.ofEpochSecond(1732220770);
        var body = "{}".getBytes(UTF_8);
        var headers = Map.of(
                StandardWebhooks.ID, List.of("msg_1"),
                StandardWebhooks.TIMESTAMP, List.of(Long.toString(now.getEpochSecond())),
                StandardWebhooks.SIGNATURE, List.of(webhooks.sign("msg_1", now, body)));
        assertThat(webhooks.verify(new InboundCall("POST", "https://us.example/", headers, body, now)))
                .isEqualTo("msg_1");
        var late = now.plus(StandardWebhooks.TOLERANCE).plusSeconds(1);
        for (var forged : List.of(
                new InboundCall("POST", "https://us.example/", headers, "{ }".getBytes(UTF_8), now),
                new InboundCall("POST", "https://us.example/", headers, body, late),
                new InboundCall("POST", "https://us.example/", Map.of(), body, now))) {
            assertThatThrownBy(() -> webhooks.verify(forged))
                    .isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                                    refusal.problem().code())
                            .isEqualTo(ProblemCode.CREDENTIALS_REJECTED));
        }
    }
}
