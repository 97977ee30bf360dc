// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import io.kohorte.toolkit.http.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Customer Match lists of the account. Ours are found by their description, which ends with our key in brackets, so people
 * may rename them. Their first name is our key alone: the name of a segment can tell what people have.
 */
final class UserLists {

    /** "Membership duration": the longest, from memory. */
    private static final int LONGEST_DAYS = 540;

    private final DataManagerApi api;
    private final Account account;

    UserLists(DataManagerApi api, Account account) {
        this.api = api;
        this.account = account;
    }

    String ensure(AudienceSpec spec) {
        return spec.options()
                .optionalText("audienceId")
                .map(id -> id(api.expect(acting(api.get(path() + "/" + id)).build())))
                .or(() -> find(description(spec)))
                .orElseGet(() ->
                        id(api.expect(acting(api.post(path())).json(list(spec)).build())));
    }

    private Optional<String> find(String description) {
        var filter = URLEncoder.encode("description = \"" + description + "\"", StandardCharsets.UTF_8);
        var token = "";
        while (true) {
            var page = api.expect(acting(api.get(path() + "?pageSize=1000&filter=" + filter
                            + (token.isEmpty()
                                    ? ""
                                    : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))))
                    .build());
            if (!page.isObject()
                    || (page.has("userLists") && !page.path("userLists").isArray())) {
                throw BadResponse.of("Google", "without a list of lists");
            }
            for (var list : page.path("userLists")) {
                if (list.path("description").asText().equals(description)) {
                    return Optional.of(id(list));
                }
            }
            var next = page.path("nextPageToken").asText();
            if (next.isEmpty() || next.equals(token)) {
                return Optional.empty();
            }
            token = next;
        }
    }

    private static ObjectNode list(AudienceSpec spec) {
        var options = spec.options();
        var days = options.number("membershipDays", LONGEST_DAYS);
        var list = Json.mapper()
                .createObjectNode()
                .put("displayName", options.text("name", spec.key()))
                .put("description", description(spec))
                .put("membershipDuration", Duration.ofDays(days).toSeconds() + "s");
        ListKind.of(spec).describe(list, options);
        return list;
    }

    /** Google says whether it would make a list, and makes none. */
    void rehearse() {
        var sample = new AudienceSpec(
                "kohorte-check", "check", SyncMode.ADD, DeleteBehaviour.NOTHING, "email", Settings.empty());
        var call = acting(api.post(path() + "?validateOnly=true"))
                .json(list(sample))
                .idempotent()
                .build();
        var answer = api.attempt(call);
        if (!answer.successful()) {
            throw api.refusal(call, answer);
        }
    }

    /** A list that people chose is theirs and stays. One that is gone already is what we want. */
    void delete(RemoteAudience audience) {
        if (audience.spec().options().optionalText("audienceId").isPresent()) {
            return;
        }
        var call = acting(api.delete(path() + "/" + audience.remoteId()))
                .idempotent()
                .build();
        var answer = api.attempt(call);
        if (!answer.successful()) {
            var refusal = api.refusal(call, answer);
            if (refusal.problem().code() != ProblemCode.AUDIENCE_GONE) {
                throw refusal;
            }
        }
    }

    private String path() {
        return account.name() + "/userLists";
    }

    private HttpCall.Builder acting(HttpCall.Builder call) {
        account.loginName().ifPresent(name -> call.header("login-account", name));
        return call;
    }

    private static String description(AudienceSpec spec) {
        return "Kept by Kohorte [" + spec.key() + "]";
    }

    private static String id(JsonNode list) {
        var id = list.path("id").asText();
        if (id.isEmpty() || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw BadResponse.of("Google", "without the id of a list");
        }
        return id;
    }
}
