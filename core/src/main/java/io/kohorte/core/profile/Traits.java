// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The catalogue of traits and what profiles say in them. All methods want the caller's transaction under {@link ProfileLock#EXCLUSIVE}. */
public final class Traits {

    private static final int LONGEST_NAME = 120;

    private final int limit;

    /** @param limit how many different traits the catalogue may hold */
    public Traits(int limit) {
        this.limit = limit;
    }

    /** Whether a text may name a trait. */
    public static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && StorableText.isPrintable(name);
    }

    /** Types of the traits of these names, as far as they are known. */
    public static Map<String, TraitType> types(Connection connection, Collection<String> names) throws SQLException {
        Map<String, TraitType> types = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select name, type from trait where name = any(?)")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), TraitType.named(rows.getString(2)));
                }
            }
        }
        return types;
    }

    /**
     * Enters new traits into the catalogue, the first value's type wins, and takes out of {@code traits} those that found no room.
     *
     * @param traits by profile; changed in place
     * @return what was noticed: values of another type than the trait's (kept as they are), traits refused
     */
    public List<TraitFinding> admit(Connection connection, Map<Integer, ObjectNode> traits, Instant now)
            throws SQLException {
        Map<String, JsonNode> first = new LinkedHashMap<>();
        traits.values()
                .forEach(own -> own.properties().forEach(trait -> first.putIfAbsent(trait.getKey(), trait.getValue())));
        if (first.isEmpty()) {
            return List.of();
        }
        Map<String, TraitType> types = types(connection, first.keySet());
        Map<String, JsonNode> unknown = new LinkedHashMap<>(first);
        unknown.keySet().removeAll(types.keySet());
        if (!unknown.isEmpty()) {
            types.putAll(enter(connection, unknown, now));
        }
        return check(traits, types);
    }

    /** Sets traits of existing profiles. Answers the profiles that are different now. */
    public Set<Integer> write(Connection connection, Map<Integer, ObjectNode> traits) throws SQLException {
        Map<Integer, ObjectNode> filled = new TreeMap<>(traits);
        filled.values().removeIf(ObjectNode::isEmpty);
        if (filled.isEmpty()) {
            return Set.of();
        }
        String sql =
                """
                update profile p set traits = p.traits || said.traits::jsonb
                from unnest(?::int[], ?::text[]) as said (number, traits)
                where p.number = said.number and (p.traits || said.traits::jsonb) <> p.traits
                returning p.number
                """;
        Set<Integer> changed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("int4", filled.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            filled.values().stream().map(ObjectNode::toString).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changed.add(rows.getInt(1));
                }
            }
        }
        return changed;
    }

    private Map<String, TraitType> enter(Connection connection, Map<String, JsonNode> unknown, Instant now)
            throws SQLException {
        String sql =
                """
                insert into trait (name, type, first_seen)
                select said.name, said.type, ? from unnest(?::text[], ?::text[]) with ordinality as said (name, type, place)
                order by said.place
                limit greatest(0, ? - (select count(*) from trait))
                on conflict (name) do nothing
                returning name, type
                """;
        Map<String, TraitType> entered = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setArray(
                    2, connection.createArrayOf("text", unknown.keySet().toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            unknown.values().stream()
                                    .map(value -> TraitType.of(value).id())
                                    .toArray()));
            statement.setLong(4, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entered.put(rows.getString(1), TraitType.named(rows.getString(2)));
                }
            }
        }
        return entered;
    }

    private static List<TraitFinding> check(Map<Integer, ObjectNode> traits, Map<String, TraitType> types) {
        Map<String, Long> mismatched = new TreeMap<>();
        Map<String, Long> refused = new TreeMap<>();
        for (ObjectNode own : traits.values()) {
            own.properties().removeIf(trait -> {
                TraitType type = types.get(trait.getKey());
                if (type == null) {
                    refused.merge(trait.getKey(), 1L, Long::sum);
                    return true;
                }
                if (!type.accepts(trait.getValue())) {
                    mismatched.merge(trait.getKey(), 1L, Long::sum);
                }
                return false;
            });
        }
        List<TraitFinding> findings = new ArrayList<>();
        mismatched.forEach(
                (trait, count) -> findings.add(new TraitFinding(trait, TraitFinding.Kind.OTHER_TYPE, count)));
        refused.forEach(
                (trait, count) -> findings.add(new TraitFinding(trait, TraitFinding.Kind.CATALOGUE_FULL, count)));
        return findings;
    }
}
