// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Documents as JSON:API has them. What an answer lacks is never guessed. */
final class JsonApi {

    /** Nothing that is read to its end here has more pages; a vendor that pages in circles is not followed. */
    private static final int MOST_PAGES = 200;

    private JsonApi() {}

    /** {@code {"type": …}}. */
    static ObjectNode resource(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }

    /** {@code {"type": …, "id": …}}. */
    static ObjectNode reference(String type, String id) {
        return resource(type).put("id", id);
    }

    /** The resources of a collection. */
    static JsonNode data(JsonNode document) {
        var data = document.path("data");
        if (!data.isArray()) {
            throw bad("without data");
        }
        return data;
    }

    static String id(JsonNode resource) {
        return text(resource, "id");
    }

    /** A member that cannot be empty. */
    static String text(JsonNode object, String member) {
        var value = object.path(member);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw bad("without " + member);
        }
        return value.asText();
    }

    static JsonNode attributes(JsonNode resource) {
        var attributes = resource.path("attributes");
        if (!attributes.isObject()) {
            throw bad("a resource without attributes");
        }
        return attributes;
    }

    /**
     * The cursor of the next page; empty on the last. Only the cursor is taken from the link: nothing that an answer says
     * may send the key elsewhere.
     */
    static Optional<String> nextPage(JsonNode document) {
        var links = document.path("links");
        if (!links.isObject()) {
            throw bad("a collection without links");
        }
        var next = links.path("next");
        return next.isNull() || next.isMissingNode() ? Optional.empty() : Optional.of(cursor(next.asText("")));
    }

    /** All resources of a collection. */
    static List<JsonNode> all(String path, Function<String, JsonNode> read) {
        var resources = new ArrayList<JsonNode>();
        var page = Optional.of("");
        for (var pages = 0; page.isPresent(); pages++) {
            if (pages == MOST_PAGES) {
                throw bad("more pages than there can be");
            }
            var document = read.apply(page.get().isEmpty() ? path : path + "&page[cursor]=" + encoded(page.get()));
            data(document).forEach(resources::add);
            page = nextPage(document);
        }
        return resources;
    }

    /** For the query of an address. An at sign may stand there. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }

    /** A text in a filter. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static ConnectorException bad(String how) {
        return BadResponse.of("Klaviyo", how);
    }

    private static String cursor(String link) {
        try {
            var query = Optional.ofNullable(URI.create(link).getRawQuery()).orElse("");
            for (var pair : query.split("&", -1)) {
                var parts = pair.split("=", 2);
                if (parts.length == 2
                        && URLDecoder.decode(parts[0], StandardCharsets.UTF_8).equals("page[cursor]")
                        && !parts[1].isBlank()) {
                    return URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException noAddress) {
            throw bad("a next page at no address");
        }
        throw bad("a next page without a cursor");
    }
}
