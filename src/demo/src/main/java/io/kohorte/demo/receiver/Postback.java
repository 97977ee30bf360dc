// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tells Kohorte what people did, signed the way Kohorte signs to us. */
public final class Postback {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI feedback;
    private final Webhook signature;
    private final Clock clock;

    /** @param feedback {@code …/api/v1/feedback/<destination>} */
    public Postback(HttpClient client, URI feedback, String secret, Clock clock) {
        this.client = client;
        this.feedback = feedback;
        this.signature = Receiver.webhook(secret);
        this.clock = clock;
    }

    /**
     * One message with all of them.
     *
     * @param id of the message: sent again under the same id, it is the same message
     */
    public HttpResponse<String> send(String id, List<Reaction> reactions) throws IOException, InterruptedException {
        Instant now = clock.instant();
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "conversion.recorded").put("timestamp", now.toString());
        ArrayNode list = message.putObject("data").putArray("conversions");
        for (Reaction reaction : reactions) {
            ObjectNode data = list.addObject();
            data.put("externalId", reaction.externalId()).put("profileId", reaction.profile());
            data.set("identifiers", JSON.valueToTree(reaction.identifiers()));
            data.put("conversionType", reaction.type())
                    .put("value", reaction.value())
                    .put("currency", reaction.currency())
                    .put("occurredAt", reaction.occurredAt().toString());
        }
        String body = JSON.writeValueAsString(message);
        HttpRequest request = HttpRequest.newBuilder(feedback)
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signed(id, now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private String signed(String id, Instant now, String body) {
        try {
            return signature.sign(id, now.getEpochSecond(), body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }
}
