// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.SubjectKeys;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds, in an answer about many rows, what it says about one: nobody else's data may stand in an example. */
final class AnswerPart {

    private static final Set<String> PLACES = Set.of("index", "row", "position");

    private AnswerPart() {}

    /**
     * @param place of the row among those of the request, from 0
     * @param rows of the request
     * @return the list entry that names the place or the person, or stands at the place in a list of all rows; empty when
     *     the row cannot be told from others
     */
    static Optional<JsonNode> of(JsonNode answer, int place, int rows, SubjectKeys subject) {
        if (rows == 1) {
            return Optional.of(answer);
        }
        var names = Stream.concat(Stream.of(subject.profileId()), subject.identifiers().values().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var waiting = new ArrayDeque<JsonNode>();
        waiting.add(answer);
        while (!waiting.isEmpty()) {
            var node = waiting.remove();
            if (node.isArray()) {
                var found = entry(node, place, names)
                        .or(() -> node.size() == rows ? Optional.of(node.get(place)) : Optional.empty());
                if (found.isPresent()) {
                    return found;
                }
            }
            node.forEach(waiting::add);
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> entry(JsonNode list, int place, Set<String> names) {
        return IntStream.range(0, list.size())
                .mapToObj(list::get)
                .filter(JsonNode::isObject)
                .filter(entry -> entry.properties().stream().anyMatch(property -> {
                    var value = property.getValue();
                    return PLACES.contains(property.getKey())
                            ? value.isInt() && value.intValue() == place
                            : value.isTextual()
                                    && names.contains(value.textValue().toLowerCase(Locale.ROOT));
                }))
                .findFirst();
    }
}
