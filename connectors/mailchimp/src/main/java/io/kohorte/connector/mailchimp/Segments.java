// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import io.kohorte.toolkit.http.OffsetPages;
import java.util.Optional;

/** Static segments of the audience; Mailchimp shows each as a tag of the same name. */
final class Segments {

    private static final int PAGE = 1000;

    private static final int LONGEST_NAME = 100;

    private final MailchimpApi api;

    Segments(MailchimpApi api) {
        this.api = api;
    }

    /** People may rename a segment as long as its name ends with our key in brackets. */
    String ensure(AudienceSpec spec) {
        var chosen = chosen(spec);
        if (chosen.isPresent()) {
            return existing(chosen.get());
        }
        var mark = "[" + spec.key() + "]";
        return find(mark).orElseGet(() -> create(spec.name(), mark));
    }

    /** Removes a segment of ours; people stay contacts. One that somebody chose belongs to them and stays. */
    void retire(AudienceSpec spec, String id) {
        if (chosen(spec).isPresent()) {
            return;
        }
        var call = api.delete(api.list("/segments/" + id)).build();
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw Refusals.of(call, answer);
        }
    }

    private static Optional<String> chosen(AudienceSpec spec) {
        return spec.options().optionalText("segmentId");
    }

    private String existing(String id) {
        var segment = api.expect(
                api.get(api.list("/segments/" + id + "?fields=id,type")).build());
        if (!segment.path("type").asText().equals("static")) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.INVALID_SETTING,
                    "The chosen segment has conditions of its own: choose a tag or a static segment."));
        }
        return id(segment);
    }

    private Optional<String> find(String mark) {
        return new OffsetPages("Mailchimp", "segments", "total_items", PAGE)
                .find(this::page, segment -> segment.path("name").asText("").endsWith(mark))
                .map(Segments::id);
    }

    private JsonNode page(int offset) {
        return api.expect(api.get(api.list("/segments?type=static&count=" + PAGE + "&offset=" + offset
                        + "&fields=segments.id,segments.name,total_items"))
                .build());
    }

    private String create(String name, String mark) {
        var room = LONGEST_NAME - mark.length() - 1;
        var body = Json.mapper().createObjectNode();
        body.put("name", (name.length() > room ? name.substring(0, room) : name) + " " + mark);
        body.putArray("static_segment");
        return id(api.expect(api.post(api.list("/segments")).json(body).build()));
    }

    private static String id(JsonNode segment) {
        var id = segment.path("id");
        if (!id.isIntegralNumber()) {
            throw BadResponse.of("Mailchimp", "with a segment that has no id");
        }
        return id.asText();
    }
}
