// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads people from PostgreSQL, some thousands at a time: a fixed number of statements, whatever a sync asks for. */
final class MemberReader {

    private final Connection connection;
    private final Needs needs;
    private final ObjectMapper json;

    MemberReader(Connection connection, Needs needs, ObjectMapper json) {
        this.connection = connection;
        this.needs = needs;
        this.json = json;
    }

    /** @return one entry per number asked for, empty where nothing is known */
    Map<Integer, MemberFacts> read(int[] profiles) throws SQLException {
        var facts = new HashMap<Integer, MemberFacts>(profiles.length * 2);
        for (var profile : profiles) {
            facts.put(profile, new MemberFacts());
        }
        Object numbers = Arrays.stream(profiles).boxed().toArray(Integer[]::new);
        identities(numbers, facts);
        traits(numbers, facts);
        scores(numbers, facts);
        consents(numbers, facts);
        suppressions(numbers, facts);
        return facts;
    }

    /**
     * By person first: asked for both at once, PostgreSQL without fresh statistics walks through everybody who has a name in these namespaces.
     */
    private void identities(Object numbers, Map<Integer, MemberFacts> facts) throws SQLException {
        query(
                "with theirs as materialized (select profile, namespace, value from current_identity where profile = any(?))"
                        + " select profile, namespace, value from theirs where namespace = any(?)",
                row -> facts.get(row.getInt(1)).identities.put(row.getString(2), row.getString(3)),
                array("int4", numbers),
                array("text", needs.namespaces().toArray()));
    }

    private void traits(Object numbers, Map<Integer, MemberFacts> facts) throws SQLException {
        if (needs.traits().isEmpty()) {
            return;
        }
        query(
                "select p.number, t.name, (p.traits -> t.name)::text from profile p, unnest(?) as t(name)"
                        + " where p.number = any(?) and jsonb_typeof(p.traits -> t.name) <> 'null'",
                row -> facts.get(row.getInt(1)).traits.put(row.getString(2), parse(row.getString(3))),
                array("text", needs.traits().toArray()),
                array("int4", numbers));
    }

    private void scores(Object numbers, Map<Integer, MemberFacts> facts) throws SQLException {
        if (needs.models().isEmpty()) {
            return;
        }
        query(
                "select profile, model, value from score where model = any(?) and profile = any(?) and value is not null",
                row -> facts.get(row.getInt(1)).scores.put(row.getLong(2), row.getDouble(3)),
                array("int8", needs.models().toArray()),
                array("int4", numbers));
    }

    private void consents(Object numbers, Map<Integer, MemberFacts> facts) throws SQLException {
        query(
                "select profile, purpose, granted from consent where profile = any(?)",
                row -> facts.get(row.getInt(1)).consents.put(row.getString(2), row.getBoolean(3)),
                array("int4", numbers));
    }

    private void suppressions(Object numbers, Map<Integer, MemberFacts> facts) throws SQLException {
        query(
                "select i.profile from identity i join suppression s using (namespace, value) where i.profile = any(?)",
                row -> facts.get(row.getInt(1)).suppressed = true,
                array("int4", numbers));
    }

    private java.sql.Array array(String type, Object values) throws SQLException {
        return connection.createArrayOf(type, (Object[]) values);
    }

    private void query(String sql, Row each, java.sql.Array... parameters) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                select.setArray(i + 1, parameters[i]);
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        }
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }

    @FunctionalInterface
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }
}
