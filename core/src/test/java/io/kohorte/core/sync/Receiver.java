// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A destination that keeps what signed webhooks bring, on a server of its own. */
public final class Receiver implements AutoCloseable {

    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();

    /** Kept before the answer goes out: the server's own journal has a request only some time after. */
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().extensions(new Meanwhile(received, meanwhile)));

    public Receiver() {
        server.start();
        takesEverything();
    }

    public void takesEverything() {
        answers(200, "{}");
    }

    public void answers(int status, String body) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("content-type", "application/json")
                        .withBody(body)));
    }

    /** Does something after a request has arrived and before it is answered: each deed during one request, in order. */
    public void whileAnswering(Runnable deed) {
        meanwhile.add(deed);
    }

    public String url() {
        return server.baseUrl() + "/hook";
    }

    /** Requests that carried changes, in order of arrival. */
    public List<JsonNode> deliveries() {
        return received.stream()
                .map(Receiver::parse)
                .filter(message -> message.path("type").asText().equals("segment.membership.changed"))
                .toList();
    }

    public void forgetDeliveries() {
        received.clear();
    }

    /** Fields by e-mail address, of everybody who was added and not removed. */
    public Map<String, JsonNode> audience() {
        var audience = new TreeMap<String, JsonNode>();
        for (var message : deliveries()) {
            for (var change : message.path("data").path("changes")) {
                var email = change.path("identifiers").path("email").asText();
                if (change.path("change").asText().equals("EXITED")) {
                    audience.remove(email);
                } else {
                    audience.put(email, change.path("fields"));
                }
            }
        }
        return audience;
    }

    /** Numbers of everybody who was added and not removed. */
    public Set<Integer> profiles() {
        var profiles = new TreeSet<Integer>();
        for (var message : deliveries()) {
            for (var change : message.path("data").path("changes")) {
                var profile = change.path("profileId").asInt();
                if (change.path("change").asText().equals("EXITED")) {
                    profiles.remove(profile);
                } else {
                    profiles.add(profile);
                }
            }
        }
        return profiles;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a delivery that is no JSON", e);
        }
    }

    private record Meanwhile(Queue<String> received, Queue<Runnable> deeds) implements StubRequestFilterV2 {

        @Override
        public RequestFilterAction filter(Request request, ServeEvent event) {
            received.add(request.getBodyAsString());
            var deed = deeds.poll();
            if (deed != null) {
                deed.run();
            }
            return RequestFilterAction.continueWith(request);
        }

        @Override
        public String getName() {
            return "meanwhile";
        }
    }
}
