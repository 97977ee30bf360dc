// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.batch.Chunks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds profiles. Klaviyo offers no other way than an address that holds whom one looks for; it goes to Klaviyo alone, and
 * encrypted.
 */
final class Lookup {

    /** Keys a filter takes, and profiles a page has. */
    private static final int KEYS = 100;

    /** Keeps the address below what servers on the way take. */
    private static final int BYTES = 6_000;

    private final KlaviyoApi api;

    Lookup(KlaviyoApi api) {
        this.api = api;
    }

    /** Whom to look for. */
    record Wanted(int row, ProfileKey key) {}

    /** People who are looked for with one request. */
    List<List<Wanted>> parts(List<Wanted> all) {
        var byKind = all.stream()
                .collect(Collectors.groupingBy(wanted -> wanted.key().kind(), Collectors.toList()));
        var parts = new ArrayList<List<Wanted>>();
        for (var kind : ProfileKey.Kind.values()) {
            parts.addAll(Chunks.cut(byKind.getOrDefault(kind, List.of()), KEYS, BYTES, Lookup::size));
        }
        return parts;
    }

    /** The address, without that of Klaviyo. */
    String path(List<Wanted> part) {
        var attribute = part.get(0).key().kind().attribute;
        var keys = part.stream()
                .map(wanted -> JsonApi.quoted(wanted.key().value()))
                .distinct()
                .collect(Collectors.joining(","));
        var fields = attribute.equals("id") ? "created" : attribute;
        return "/api/profiles?filter=" + JsonApi.encoded("any(" + attribute + ",[" + keys + "])") + "&fields[profile]="
                + fields + "&page[size]=" + KEYS;
    }

    /** Ids of profiles by what they were looked for; whoever is not in it is not there. */
    Map<ProfileKey, Set<String>> find(List<Wanted> all) {
        var ids = new HashMap<ProfileKey, Set<String>>();
        for (var part : parts(all)) {
            var rows = part.stream().map(Wanted::row).toList();
            var kind = part.get(0).key().kind();
            JsonApi.all(path(part), page -> api.expect(api.get(page).rows(rows).build()))
                    .forEach(profile -> ids.computeIfAbsent(key(kind, profile), none -> new HashSet<>())
                            .add(JsonApi.id(profile)));
        }
        return ids;
    }

    private static ProfileKey key(ProfileKey.Kind kind, JsonNode profile) {
        var value = kind == ProfileKey.Kind.ID
                ? JsonApi.id(profile)
                : JsonApi.text(JsonApi.attributes(profile), kind.attribute);
        return ProfileKey.found(kind, value);
    }

    private static int size(Wanted wanted) {
        return JsonApi.encoded(JsonApi.quoted(wanted.key().value())).getBytes(StandardCharsets.UTF_8).length + 3;
    }
}
