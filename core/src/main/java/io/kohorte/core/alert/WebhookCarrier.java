// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.StandardWebhooks;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One signed message per notice, as Standard Webhooks has it. */
@Singleton
class WebhookCarrier implements Carrier {

    private static final String URL = "url";
    private static final String SECRET = "secret";

    private final Outlet outlet;
    private final ConnectorContext context;
    private final NoticeText texts;
    private final ObjectMapper json;

    WebhookCarrier(Outlet outlet, ConnectorContext context, NoticeText texts, ObjectMapper json) {
        this.outlet = outlet;
        this.context = context;
        this.texts = texts;
        this.json = json;
    }

    @Override
    public RouteKind kind() {
        return RouteKind.WEBHOOK;
    }

    @Override
    public Set<String> settings() {
        return Set.of(URL, SECRET);
    }

    @Override
    public Set<String> secrets() {
        return Set.of(SECRET);
    }

    @Override
    public List<FieldError> check(ObjectNode settings) {
        var errors = new ArrayList<>(new WebAddress(settings.path(URL).asText()).check(context));
        if (!StandardWebhooks.usable(secret(settings))) {
            errors.add(new FieldError(
                    "/settings/secret", "INVALID_SECRET", "A signing secret is whsec_ followed by Base64."));
        }
        return errors;
    }

    @Override
    public void send(ObjectNode settings, Language language, Notice notice) throws Undelivered {
        var id = notice.message().toString();
        var body = body(notice, language).toString().getBytes(StandardCharsets.UTF_8);
        var signatures = StandardWebhooks.with(List.of(secret(settings)));
        outlet.send(outlet.post(settings.path(URL).asText())
                .body("application/json", body)
                .header(StandardWebhooks.ID, id)
                .atAttempt(
                        StandardWebhooks.TIMESTAMP, "{timestamp}", attempt -> Long.toString(attempt.getEpochSecond()))
                .atAttempt(StandardWebhooks.SIGNATURE, "{signature}", attempt -> signatures.sign(id, attempt, body))
                .idempotent()
                .build());
    }

    private ObjectNode body(Notice notice, Language language) {
        ObjectNode alert = json.valueToTree(notice.alert());
        for (var field : List.of("sentence", "reason", "nextStep")) {
            if (alert.path(field).isTextual()) {
                alert.put(field, texts.in(language, alert.path(field).textValue()));
            }
        }
        texts.address(notice.alert()).ifPresent(address -> alert.put("link", address));
        var message = json.createObjectNode();
        message.put("type", "alert." + notice.change().wire());
        message.put("timestamp", notice.at().toString());
        message.set("data", alert);
        return message;
    }

    private static Secret secret(ObjectNode settings) {
        return new Secret(settings.path(SECRET).asText());
    }
}
