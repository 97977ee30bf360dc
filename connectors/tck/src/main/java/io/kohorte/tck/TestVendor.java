// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.InboundCall;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A vendor on this machine, for tests of a connector's own beside its contract test: it answers what a test told it to, and
 * refuses all that no test expected. Extend it with the settings, paths and people that a connector's tests share.
 */
public class TestVendor implements AutoCloseable {

    /** Of WireMock's priorities, a large number comes last. */
    private static final int AFTER_ALL_OTHERS = 10;

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    /** @param unexpected how this vendor refuses a request that it does not know */
    public TestVendor(ResponseDefinitionBuilder unexpected) {
        server.start();
        stubFor(any(anyUrl()).atPriority(AFTER_ALL_OTHERS).willReturn(unexpected));
    }

    /** Scheme, host and port. */
    public final String url() {
        return server.baseUrl();
    }

    /** From now on, such a request has the answer that is built into it. */
    public final void stubFor(MappingBuilder request) {
        server.stubFor(request);
    }

    /** From now on, such a request succeeds. */
    public final void answer(MappingBuilder request, String json) {
        answer(request, 200, json);
    }

    /** From now on, such a request has this answer. */
    public final void answer(MappingBuilder request, int status, String json) {
        stubFor(request.willReturn(json(status, json)));
    }

    /** An answer with a body of JSON. */
    public static ResponseDefinitionBuilder json(int status, String json) {
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/json")
                .withBody(json);
    }

    /** What it received, oldest first; override it to leave out requests that no test is about, such as those for tokens. */
    public List<LoggedRequest> requests() {
        return received();
    }

    /** All that it received, oldest first. */
    public final List<LoggedRequest> received() {
        return ReceivedRequests.of(server);
    }

    /** Methods and addresses, such as {@code GET /v1/people?limit=1}. */
    public final List<String> sent() {
        return requests().stream()
                .map(request -> request.getMethod() + " " + request.getUrl())
                .toList();
    }

    /** @param request counted from 0 */
    public final String body(int request) {
        return requests().get(request).getBodyAsString();
    }

    /** @param request counted from 0 */
    public final JsonNode jsonBody(int request) {
        return parse(body(request));
    }

    /** For comparing bodies whatever the order of their members. */
    public static JsonNode parse(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    /** What a vendor posts to the address that it was given, and how Kohorte hands it to the connector. */
    public static InboundCall call(Map<String, List<String>> headers, byte[] body, Instant receivedAt) {
        return new InboundCall("POST", "https://kohorte.example/api/v1/feedback/1", headers, body, receivedAt);
    }

    /** What it received so far is forgotten; its answers stay. */
    public final void forgetRequests() {
        server.resetRequests();
    }

    @Override
    public final void close() {
        server.stop();
    }
}
