// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says in German what was written down in English, for whoever asks with {@code Accept-Language: de}: problems, findings
 * of imports, reasons of rejections. Codes, names and values stay as they are.
 */
@Singleton
final class SpokenAnswers {

    /** Where an answer speaks to people. */
    private static final Set<String> SPOKEN = Set.of("detail", "nextStep", "sentence", "message", "reason");

    private final Phrasebook phrasebook;
    private final ObjectMapper json;

    SpokenAnswers(Phrasebook phrasebook, ObjectMapper json) {
        this.phrasebook = phrasebook;
        this.json = json;
    }

    /** Before answers are remembered under their Idempotency-Key, which makes bytes of them. */
    @ServerResponseFilter(priority = Priorities.USER + 100)
    void speak(ContainerRequestContext request, ContainerResponseContext response) {
        var type = response.getMediaType();
        var entity = response.getEntity();
        if (entity == null
                || entity instanceof byte[]
                || type == null
                || !type.getSubtype().endsWith("json")
                || !german(request)) {
            return;
        }
        JsonNode answer = json.valueToTree(entity);
        turn(answer);
        response.setEntity(answer);
        response.getHeaders().putSingle(HttpHeaders.CONTENT_LANGUAGE, "de");
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }

    private static boolean german(ContainerRequestContext request) {
        return request.getAcceptableLanguages().stream()
                .findFirst()
                .filter(language -> language.getLanguage().equals(Locale.GERMAN.getLanguage()))
                .isPresent();
    }

    private void turn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var property : object.properties()) {
                if (property.getValue().isTextual() && SPOKEN.contains(property.getKey())) {
                    phrasebook
                            .german(property.getValue().textValue())
                            .ifPresent(said -> property.setValue(TextNode.valueOf(said)));
                }
            }
        }
        node.forEach(this::turn);
    }
}
