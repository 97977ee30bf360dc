// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.spi.ConnectorContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * One line of chat per notice, as <a href="https://api.slack.com/messaging/webhooks">incoming webhooks</a> of Slack take it.
 * The address itself is the secret. A chat has no place for a number of the message: one that comes twice shows twice.
 */
@Singleton
class SlackCarrier implements Carrier {

    private static final String URL = "url";

    private final Outlet outlet;
    private final ConnectorContext context;
    private final NoticeText texts;
    private final ObjectMapper json;

    SlackCarrier(Outlet outlet, ConnectorContext context, NoticeText texts, ObjectMapper json) {
        this.outlet = outlet;
        this.context = context;
        this.texts = texts;
        this.json = json;
    }

    @Override
    public RouteKind kind() {
        return RouteKind.SLACK;
    }

    @Override
    public Set<String> settings() {
        return Set.of(URL);
    }

    @Override
    public Set<String> secrets() {
        return Set.of(URL);
    }

    @Override
    public List<FieldError> check(ObjectNode settings) {
        return new WebAddress(settings.path(URL).asText()).check(context);
    }

    @Override
    public void send(ObjectNode settings, Language language, Notice notice) throws Undelivered {
        var text = "*" + escaped(texts.headline(notice, language)) + "*\n" + escaped(texts.body(notice, language));
        outlet.send(outlet.post(settings.path(URL).asText())
                .json(json.createObjectNode().put("text", text))
                .idempotent()
                .build());
    }

    /** What would call everybody in the room, in a name that somebody chose, is text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200b");
    }
}
