// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireAnswer;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeHttpTest {

    @RegisterExtension
    private static final WireMockExtension VENDOR = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().gzipDisabled(false))
            .build();

    private final Surroundings surroundings = Surroundings.open();
    private final SafeHttp http = new SafeHttp(surroundings, HttpBounds.STANDARD);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void sends_what_the_preview_shows() {
        vendorAnswers(aResponse().withStatus(200).withBody("{\"ok\":true}"));
        var call = http.post(url("/members"))
                .header("X-Audience", "seg-42")
                .secret("x-key", new Secret("s3cret"))
                .atAttempt("x-time", "{time}", attempt -> Long.toString(attempt.getEpochSecond()))
                .body("application/json", "{\"name\":\"Müller\"}".getBytes(StandardCharsets.UTF_8))
                .rows(List.of(0, 2))
                .build();

        var answer = http.send(call);

        assertThat(answer.json().path("ok").asBoolean()).isTrue();
        assertThat(surroundings.answers()).containsExactly(new WireAnswer(List.of(0, 2), 200, "{\"ok\":true}"));
        assertThat(call.shown().url()).isEqualTo(url("/members"));
        assertThat(call.shown().rows()).containsExactly(0, 2);
        assertThat(call.shown().headers())
                .containsEntry("user-agent", "Kohorte/test")
                .containsEntry("x-audience", "seg-42")
                .containsEntry("x-key", "***")
                .containsEntry("x-time", "{time}")
                .containsEntry("content-type", "application/json");
        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/members"))
                        .withHeader("user-agent", equalTo("Kohorte/test"))
                        .withHeader("x-audience", equalTo("seg-42"))
                        .withHeader("x-key", equalTo("s3cret"))
                        .withHeader("x-time", equalTo(Long.toString(Surroundings.NOON.getEpochSecond())))
                        .withHeader("content-type", equalTo("application/json"))
                        .withRequestBody(equalTo(call.shown().body())));
    }

    @Test
    void hides_a_secret_that_travels_in_the_address() {
        vendorAnswers(aResponse().withStatus(200));
        var call = http.get(url("/members?limit=1"))
                .secretParameter("proof", new Secret("s3c+ret"))
                .build();
        http.send(call);
        assertThat(call.shown().url()).isEqualTo(url("/members?limit=1&proof=***"));
        VENDOR.verify(1, anyRequestedFor(urlEqualTo("/members?limit=1&proof=s3c%2Bret")));
        assertThat(http.get(url("/{id}"))
                        .secretParameter("proof", new Secret("s3cret"))
                        .build()
                        .toString())
                .contains("/{id}?proof=***");
    }

    @Test
    void sends_a_body_with_delete() {
        vendorAnswers(aResponse().withStatus(204));
        http.send(http.delete(url("/members"))
                .body("text/plain", new byte[] {'x'})
                .build());
        VENDOR.verify(1, deleteRequestedFor(urlEqualTo("/members")).withRequestBody(equalTo("x")));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void follows_no_redirect(int status) {
        vendorAnswers(aResponse().withStatus(status).withHeader("Location", url("/elsewhere")));
        assertThat(http.send(post()).status()).isEqualTo(status);
        assertOneRequest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "1"})
    void sends_once_when_503_invites_to_try_again(String retryAfter) {
        vendorAnswers(aResponse().withStatus(503).withHeader("Retry-After", retryAfter));
        assertThat(http.send(post()).status()).isEqualTo(503);
        assertOneRequest();
        assertThat(http.send(http.get(url("/members")).build()).status()).isEqualTo(503);
        assertThat(http.send(http.delete(url("/members")).build()).status()).isEqualTo(503);
        VENDOR.verify(3, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 408, 421})
    void sends_once_whatever_the_status(int status) {
        vendorAnswers(aResponse().withStatus(status));
        assertThat(http.send(post()).status()).isEqualTo(status);
        assertOneRequest();
    }

    @Test
    void an_answer_lost_after_the_request_went_out_may_have_been_applied() {
        vendorAnswers(aResponse().withFault(Fault.EMPTY_RESPONSE));
        assertThat(failure(post())).isEqualTo(ProblemCode.MAYBE_APPLIED);
        assertOneRequest();
    }

    @Test
    void a_lost_answer_is_no_worry_for_an_idempotent_call() {
        vendorAnswers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(failure(idempotentPost())).isEqualTo(ProblemCode.UNAVAILABLE);
        assertOneRequest();
    }

    @Test
    void an_answer_that_breaks_off_counts_as_lost() {
        vendorAnswers(aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        assertThat(failure(post())).isEqualTo(ProblemCode.MAYBE_APPLIED);
    }

    @Test
    void an_answer_slower_than_the_bounds_is_a_timeout_or_unknown() {
        vendorAnswers(aResponse().withStatus(200).withFixedDelay(2_000));
        var impatient = HttpBounds.STANDARD.withCall(Duration.ofMillis(300));
        try (var quick = new SafeHttp(Surroundings.open(), impatient)) {
            assertThat(failure(quick, idempotentPost())).isEqualTo(ProblemCode.TIMEOUT);
            assertThat(failure(quick, post())).isEqualTo(ProblemCode.MAYBE_APPLIED);
        }
    }

    @Test
    void a_request_that_never_left_is_a_connection_problem() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(failure(http.post("http://127.0.0.1:" + closed).build())).isEqualTo(ProblemCode.CONNECTION);
        assertThat(failure(http.post("https://no-such-host.invalid").build())).isEqualTo(ProblemCode.CONNECTION);
    }

    @Test
    void a_host_that_does_not_speak_tls_is_a_connection_problem() {
        assertThat(failure(http.post("https://127.0.0.1:" + VENDOR.getPort()).build()))
                .isEqualTo(ProblemCode.CONNECTION);
    }

    @Test
    void reads_no_more_than_the_bounds_allow_even_when_compressed() {
        vendorAnswers(aResponse().withStatus(200).withBody("a".repeat(100_000)));
        var narrow = new HttpBounds(Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000);
        try (var careful = new SafeHttp(Surroundings.open(), narrow)) {
            assertThat(failure(careful, post())).isEqualTo(ProblemCode.BAD_RESPONSE);
        }
        assertThat(http.send(post()).text()).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1",
                "https://localhost",
                "https://[::1]",
                "https://10.0.0.1",
                "https://169.254.169.254/latest/meta-data",
                "https://[::ffff:127.0.0.1]",
                "https://0.0.0.0",
                "https://2130706433"
            })
    void refuses_private_addresses_unless_they_are_allowed(String address) {
        try (var guarded = new SafeHttp(Surroundings.guarded(), HttpBounds.STANDARD)) {
            var url = address.replaceFirst("(//[^/]+)", "$1:" + VENDOR.getPort());
            var refusal = refusal(guarded, guarded.post(url).build());
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
            assertThat(refusal).hasMessageContaining("address is private");
        }
        VENDOR.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void refuses_plain_http_unless_private_addresses_are_allowed() {
        try (var guarded = new SafeHttp(Surroundings.guarded(), HttpBounds.STANDARD)) {
            var refusal = refusal(guarded, guarded.post("http://example.com/").build());
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
            assertThat(refusal).hasMessageContaining("https://");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "ftp://example.com", "https://", "https://user:pass@example.com/"})
    void refuses_what_is_no_address(String url) {
        var call = http.post(url).build();
        assertThat(failure(call)).isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(call.shown().url()).doesNotContain("pass");
    }

    @Test
    void names_the_header_but_not_its_value_when_it_cannot_be_sent() {
        var call = http.post(url("/"))
                .secret("x-key", new Secret("s3cret\r\nx-evil: 1"))
                .build();
        var refusal = refusal(http, call);
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(refusal).hasMessageContaining("x-key").message().doesNotContain("s3cret");
    }

    @Test
    void holds_no_packet_back_wherever_it_may_connect_to() throws IOException {
        for (var surroundings : List.of(Surroundings.open(), Surroundings.guarded())) {
            var sockets = SafeHttp.client(surroundings, HttpBounds.STANDARD).socketFactory();
            try (var socket = sockets.createSocket()) {
                assertThat(socket.getTcpNoDelay()).isTrue();
            }
        }
    }

    @Test
    void closes_twice() {
        vendorAnswers(aResponse().withStatus(200));
        http.send(post());
        http.close();
        http.close();
    }

    private HttpCall post() {
        return http.post(url("/members")).body("text/plain", new byte[] {'x'}).build();
    }

    private HttpCall idempotentPost() {
        return http.post(url("/members"))
                .body("text/plain", new byte[] {'x'})
                .idempotent()
                .build();
    }

    private ProblemCode failure(HttpCall call) {
        return failure(http, call);
    }

    private static ProblemCode failure(SafeHttp client, HttpCall call) {
        return refusal(client, call).problem().code();
    }

    private static ConnectorException refusal(SafeHttp client, HttpCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> client.send(call));
        assertThat(refusal).as("the call fails").isNotNull();
        return refusal;
    }

    private static void vendorAnswers(ResponseDefinitionBuilder answer) {
        VENDOR.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static void assertOneRequest() {
        VENDOR.verify(1, anyRequestedFor(anyUrl()));
    }

    private static String url(String path) {
        return VENDOR.baseUrl() + path;
    }
}
