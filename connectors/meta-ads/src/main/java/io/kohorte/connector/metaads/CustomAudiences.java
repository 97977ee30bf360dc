// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Audiences of the account. Ours carry our key in brackets at the end of their description, so people may rename them. The
 * name they begin with is our key alone: Meta blocks audiences whose name hints at health or money, and the name of a
 * segment may.
 */
final class CustomAudiences {

    /** {@code operation_status.code} of an audience under integrity restrictions. */
    private static final int FLAGGED = 471;

    private final GraphApi api;

    CustomAudiences(GraphApi api) {
        this.api = api;
    }

    String ensure(AudienceSpec spec) {
        var chosen = spec.options().optionalText("audienceId");
        return chosen.map(id -> usable(api.expect(api.get(id + "?fields=id,operation_status"))))
                .or(() -> find(mark(spec)))
                .orElseGet(() -> create(spec));
    }

    private Optional<String> find(String mark) {
        var after = "";
        while (true) {
            var page = api.expect(api.get(api.account()
                    + "/customaudiences?fields=id,description,operation_status&limit=200"
                    + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8))));
            if (!page.path("data").isArray()) {
                throw BadResponse.of("Meta", "without a list of audiences");
            }
            for (var audience : page.path("data")) {
                if (audience.path("description").asText().endsWith(mark)) {
                    return Optional.of(usable(audience));
                }
            }
            var next = page.path("paging").path("cursors").path("after").asText();
            if (!page.path("paging").has("next") || next.isEmpty() || next.equals(after)) {
                return Optional.empty();
            }
            after = next;
        }
    }

    private String create(AudienceSpec spec) {
        var options = spec.options();
        var audience = Json.mapper()
                .createObjectNode()
                .put("name", options.text("name", spec.key()))
                .put("description", "Kept by Kohorte " + mark(spec))
                .put("subtype", "CUSTOM")
                .put("customer_file_source", options.text("customerFileSource", "USER_PROVIDED_ONLY"));
        if (options.flag("valueBased", false)) {
            audience.put("is_value_based", true);
        }
        return id(api.expect(api.post(api.account() + "/customaudiences").json(audience)));
    }

    /** An audience that people chose is theirs and stays. One that is gone already is what we want. */
    void delete(RemoteAudience audience) {
        if (audience.spec().options().optionalText("audienceId").isPresent()) {
            return;
        }
        try {
            api.send(api.delete(audience.remoteId()).idempotent().build());
        } catch (ConnectorException failure) {
            if (failure.problem().code() != ProblemCode.AUDIENCE_GONE) {
                throw failure;
            }
        }
    }

    private static String mark(AudienceSpec spec) {
        return "[" + spec.key() + "]";
    }

    private static String usable(JsonNode audience) {
        if (audience.path("operation_status").path("code").asInt() == FLAGGED) {
            throw new ConnectorException(Problem.of(
                            ProblemCode.NOT_PERMITTED,
                            "Meta has blocked this audience: appeal in Audience Manager, or choose another.")
                    .vendor(Integer.toString(FLAGGED)));
        }
        return id(audience);
    }

    private static String id(JsonNode audience) {
        var id = audience.path("id").asText();
        if (id.isEmpty() || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw BadResponse.of("Meta", "without the id of an audience");
        }
        return id;
    }
}
