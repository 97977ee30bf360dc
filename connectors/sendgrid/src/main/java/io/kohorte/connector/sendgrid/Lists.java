// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.toolkit.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the list of an audience, or creates it. */
final class Lists {

    private static final int PAGE = 1000;

    private static final int LONGEST_NAME = 100;

    /** Only the token is taken from the address of the next page: requests go where the settings say, and nowhere else. */
    private static final Pattern NEXT = Pattern.compile("[?&]page_token=([^&]+)");

    private final SendgridApi api;

    Lists(SendgridApi api) {
        this.api = api;
    }

    /** People may rename a list as long as its name ends with our key in brackets. */
    String ensure(AudienceSpec spec) {
        var chosen = chosen(spec);
        if (chosen.isPresent()) {
            return SendgridApi.text(
                    api.expect(api.get("/marketing/lists/" + chosen.get()).build()), "id");
        }
        var mark = "[" + spec.key() + "]";
        return find(mark).orElseGet(() -> create(spec.name(), mark));
    }

    /** Removes a list of ours; its contacts stay. One that somebody chose belongs to them and stays. */
    void retire(AudienceSpec spec, String id) {
        if (chosen(spec).isPresent()) {
            return;
        }
        var call =
                api.delete("/marketing/lists/" + id + "?delete_contacts=false").build();
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw Refusals.of(call, answer);
        }
    }

    static Optional<String> chosen(AudienceSpec spec) {
        return spec.options().optionalText("listId");
    }

    private Optional<String> find(String mark) {
        var token = Optional.<String>empty();
        do {
            var page = api.expect(api.get("/marketing/lists?page_size=" + PAGE
                            + token.map(next -> "&page_token=" + URLEncoder.encode(next, StandardCharsets.UTF_8))
                                    .orElse(""))
                    .build());
            var lists = page.path("result");
            if (!lists.isArray()) {
                throw SendgridApi.badAnswer("without its lists");
            }
            for (var list : lists) {
                if (list.path("name").asText("").endsWith(mark)) {
                    return Optional.of(SendgridApi.text(list, "id"));
                }
            }
            token = next(page.path("_metadata").path("next").asText(""), token);
        } while (token.isPresent());
        return Optional.empty();
    }

    /** A page that leads to itself is the last. */
    private static Optional<String> next(String address, Optional<String> current) {
        var match = NEXT.matcher(address);
        return match.find()
                ? Optional.of(URLDecoder.decode(match.group(1), StandardCharsets.UTF_8))
                        .filter(token -> !current.equals(Optional.of(token)))
                : Optional.empty();
    }

    private String create(String name, String mark) {
        var room = LONGEST_NAME - mark.length() - 1;
        var body = Json.mapper()
                .createObjectNode()
                .put("name", (name.length() > room ? name.substring(0, room) : name) + " " + mark);
        return SendgridApi.text(
                api.expect(api.post("/marketing/lists").json(body).build()), "id");
    }
}
