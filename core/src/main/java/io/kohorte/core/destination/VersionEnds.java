// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a schema says of versions that vendors end, as {@code "retires": {"v25.0": "2027-06-01"}} beside a setting. */
final class VersionEnds {

    private VersionEnds() {}

    /** Ends of the versions that these settings choose, or leave at their default; the next one first. */
    static List<VersionEnd> of(JsonNode schema, JsonNode settings) {
        return schema.path("properties").properties().stream()
                .flatMap(setting -> end(setting.getKey(), setting.getValue(), settings.path(setting.getKey())).stream())
                .sorted(Comparator.comparing(VersionEnd::day).thenComparing(VersionEnd::setting))
                .toList();
    }

    private static Optional<VersionEnd> end(String setting, JsonNode schema, JsonNode chosen) {
        var days = days(schema.path("retires"));
        var preset = schema.path("default").asText();
        var version = chosen.isMissingNode() ? preset : chosen.asText();
        return Optional.ofNullable(days.get(version))
                .map(day -> new VersionEnd(setting, version, day, newer(preset, day, days)));
    }

    /** The default, if it stays longer; else whichever stays longest. */
    private static Optional<String> newer(String preset, LocalDate than, Map<String, LocalDate> days) {
        if (!preset.isEmpty() && days.getOrDefault(preset, LocalDate.MAX).isAfter(than)) {
            return Optional.of(preset);
        }
        return days.entrySet().stream()
                .filter(other -> other.getValue().isAfter(than))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private static Map<String, LocalDate> days(JsonNode retires) {
        var days = new HashMap<String, LocalDate>();
        for (var version : retires.properties()) {
            day(version.getValue().asText()).ifPresent(day -> days.put(version.getKey(), day));
        }
        return days;
    }

    /** A day that a plug-in writes in another way is none: it ends nothing. */
    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
