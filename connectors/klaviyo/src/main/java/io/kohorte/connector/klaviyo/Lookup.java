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
import java.util.Optional;
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

    /**
     * Ids of profiles by what they were looked for; whoever is not in it is not there. A profile can be found by a second
     * address that it does not tell: where one is named that nobody asked for, those left over are looked for one by one.
     */
    Map<ProfileKey, Set<String>> find(List<Wanted> all) {
        var ids = new HashMap<ProfileKey, Set<String>>();
        for (var part : parts(all)) {
            var asked = part.stream().map(Wanted::key).collect(Collectors.toSet());
            var strangers = false;
            for (var profile : profiles(part)) {
                var key = key(part.get(0).key().kind(), profile).filter(asked::contains);
                key.ifPresent(known -> add(ids, known, profile));
                strangers |= key.isEmpty();
            }
            if (strangers) {
                part.stream().filter(wanted -> !ids.containsKey(wanted.key())).forEach(wanted -> profiles(
                                List.of(wanted))
                        .forEach(profile -> add(ids, wanted.key(), profile)));
            }
        }
        return ids;
    }

    private List<JsonNode> profiles(List<Wanted> part) {
        var rows = part.stream().map(Wanted::row).toList();
        return JsonApi.all(
                path(part), page -> api.expect(api.get(page).rows(rows).build()));
    }

    private static void add(Map<ProfileKey, Set<String>> ids, ProfileKey key, JsonNode profile) {
        ids.computeIfAbsent(key, none -> new HashSet<>()).add(JsonApi.id(profile));
    }

    /** Empty when the profile has no value of this kind to tell. */
    private static Optional<ProfileKey> key(ProfileKey.Kind kind, JsonNode profile) {
        if (kind == ProfileKey.Kind.ID) {
            return Optional.of(new ProfileKey(kind, JsonApi.id(profile)));
        }
        var value = JsonApi.attributes(profile).path(kind.attribute);
        if (value.isMissingNode()) {
            throw JsonApi.bad("a profile without " + kind.attribute);
        }
        return value.isTextual() ? Optional.of(ProfileKey.found(kind, value.asText())) : Optional.empty();
    }

    private static int size(Wanted wanted) {
        return JsonApi.encoded(JsonApi.quoted(wanted.key().value())).getBytes(StandardCharsets.UTF_8).length + 3;
    }
}
