// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds, numbers and merges profiles, a whole batch with a handful of statements. All methods want the caller's transaction. */
public final class ProfileLedger {

    private static final String IDENTITIES =
            """
            select i.namespace, i.value, i.profile
            from unnest(?::text[], ?::text[]) as asked (namespace, value)
            join identity i on i.namespace = asked.namespace and i.value = asked.value
            """;

    private final IdentityLimits limits;

    public ProfileLedger(IdentityLimits limits) {
        this.limits = limits;
    }

    /**
     * Profiles of links that are all known and need no change, in their order; empty if a single one is not. Needs {@link
     * ProfileLock#SHARED}.
     */
    public Optional<List<Integer>> find(Connection connection, List<Link> links) throws SQLException {
        if (links.stream().anyMatch(link -> !link.previous().isEmpty())) {
            return Optional.empty();
        }
        Map<Identity, Integer> known = owners(connection, links);
        List<Integer> profiles = new ArrayList<>(links.size());
        for (Link link : links) {
            List<Identity> identities = link.identities();
            Integer first = known.get(identities.get(0));
            if (first == null || identities.stream().anyMatch(identity -> !first.equals(known.get(identity)))) {
                return Optional.empty();
            }
            profiles.add(first);
        }
        return Optional.of(profiles);
    }

    /** Whether links of known people tell nothing new about which of their identities counts. Needs {@link ProfileLock#SHARED}. */
    public static boolean isCurrent(Connection connection, List<Link> links, List<Integer> profiles)
            throws SQLException {
        Map<Identity, Integer> owners = new HashMap<>();
        for (int i = 0; i < profiles.size(); i++) {
            int profile = profiles.get(i);
            links.get(i).identities().forEach(identity -> owners.put(identity, profile));
        }
        return LastTold.of(links, profiles, owners::get, Set.of()).isCurrent(connection);
    }

    /** Decides whose profiles the links are. Nothing is written yet. Needs {@link ProfileLock#EXCLUSIVE}, as {@link #write} does. */
    public Resolution resolve(Connection connection, List<Link> links) throws SQLException {
        IdentityGraph graph = new IdentityGraph(limits);
        Map<Identity, Integer> known = owners(connection, links);
        known.forEach(graph::known);
        if (links.stream()
                .anyMatch(link -> link.identities().size() + link.previous().size() > 1)) {
            count(connection, graph, new HashSet<>(known.values()));
        }
        List<IdentityGraph.Node> nodes = links.stream().map(graph::link).toList();
        List<Integer> created = graph.number(firstFree(connection));
        Map<Identity, Integer> added = new LinkedHashMap<>();
        graph.added().forEach((identity, node) -> added.put(identity, node.number()));
        List<Integer> profiles = nodes.stream().map(IdentityGraph.Node::number).toList();
        LastTold told =
                LastTold.of(links, profiles, graph::owner, added.keySet()).without(created, added);
        return new Resolution(profiles, created, added, told, graph);
    }

    /**
     * Writes new profiles with their first traits, identities, merges, refusals and which identity counts.
     *
     * @return profiles that are new, gained an identity, go by another now or took others in
     */
    public Set<Integer> write(
            Connection connection, Resolution resolution, Map<Integer, ObjectNode> traits, Instant now)
            throws SQLException {
        create(connection, resolution.created(), traits, now);
        identify(connection, resolution, now);
        if (!resolution.graph().merges().isEmpty()) {
            merge(connection, resolution.graph(), now);
        }
        refuse(connection, resolution.graph().refusals(), now);
        Set<Integer> changed = new HashSet<>(resolution.added().values());
        changed.addAll(resolution.told().write(connection, now));
        changed.addAll(resolution.mergedInto());
        resolution.created().forEach(changed::remove);
        announce(connection, changed);
        changed.addAll(resolution.created());
        return changed;
    }

    /**
     * What a batch of links comes to.
     *
     * @param profiles the profile of each link, after all merges
     * @param created numbers of new profiles
     * @param added identities new to us and whose they are, in the order they came
     */
    public record Resolution(
            List<Integer> profiles,
            List<Integer> created,
            Map<Identity, Integer> added,
            LastTold told,
            IdentityGraph graph) {

        /** Profiles that were merged into others. */
        public Set<Integer> losers() {
            Set<Integer> losers = new HashSet<>();
            graph.merges().forEach(merge -> losers.add(merge.loser()));
            return losers;
        }

        /** Profiles that took others in, and with them what those had allowed or not. */
        public Set<Integer> mergedInto() {
            Set<Integer> winners = new HashSet<>();
            graph.merges().forEach(merge -> winners.add(graph.numberNow(merge.winner())));
            return winners;
        }

        /** Namespaces that had no room for what a link would have joined. */
        public Set<String> limited() {
            Set<String> limited = new TreeSet<>();
            graph.refusals().forEach(refusal -> limited.add(refusal.limited()));
            return limited;
        }
    }

    /** Whose the known ones among the identities of links are. */
    public static Map<Identity, Integer> owners(Connection connection, List<Link> links) throws SQLException {
        List<Identity> asked = links.stream().flatMap(Link::all).distinct().toList();
        Map<Identity, Integer> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(IDENTITIES)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::namespace).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::value).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.put(new Identity(rows.getString(1), rows.getString(2)), rows.getInt(3));
                }
            }
        }
        return known;
    }

    private static void count(Connection connection, IdentityGraph graph, Collection<Integer> profiles)
            throws SQLException {
        String sql = "select profile, namespace, count(*) from identity where profile = any(?) group by 1, 2";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int4", profiles.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    graph.count(rows.getInt(1), rows.getString(2), rows.getInt(3));
                }
            }
        }
    }

    private static int firstFree(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select coalesce(max(number), 0) + 1 from profile");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void create(
            Connection connection, List<Integer> created, Map<Integer, ObjectNode> traits, Instant now)
            throws SQLException {
        if (created.isEmpty()) {
            return;
        }
        try (CopyRows rows = CopyRows.into(connection, "profile (number, traits, created_at)")) {
            for (Integer number : created) {
                ObjectNode own = traits.get(number);
                rows.value(number).value(own == null ? "{}" : own).value(now).endRow();
            }
            rows.finish();
        }
    }

    private static void identify(Connection connection, Resolution resolution, Instant now) throws SQLException {
        if (resolution.added().isEmpty()) {
            return;
        }
        try (CopyRows rows = CopyRows.into(connection, "identity (namespace, value, profile, first_seen, told_at)")) {
            Instant told = now;
            for (Map.Entry<Identity, Integer> added : resolution.added().entrySet()) {
                told = told.plus(1, ChronoUnit.MICROS);
                rows.value(added.getKey().namespace())
                        .value(added.getKey().value())
                        .value(added.getValue())
                        .value(now)
                        .value(told)
                        .endRow();
            }
            rows.finish();
        }
    }

    /** An identity can make a profile deliverable, and is part of what is delivered: whoever follows profiles must see it as changed. */
    private static void announce(Connection connection, Set<Integer> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "update profile set changed = pg_current_xact_id() where number = any(?)")) {
            statement.setArray(1, connection.createArrayOf("int4", changed.toArray()));
            statement.executeUpdate();
        }
    }

    private static void merge(Connection connection, IdentityGraph graph, Instant now) throws SQLException {
        List<IdentityGraph.Merge> merges = graph.merges();
        Object[] losers = merges.stream().map(IdentityGraph.Merge::loser).toArray();
        Object[] winners =
                merges.stream().map(merge -> graph.numberNow(merge.winner())).toArray();
        for (String sql : MergeSql.IN_ORDER) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("int4", losers));
                statement.setArray(2, connection.createArrayOf("int4", winners));
                if (sql.equals(MergeSql.RECORD)) {
                    statement.setArray(
                            3,
                            connection.createArrayOf(
                                    "text",
                                    merges.stream()
                                            .map(IdentityGraph.Merge::cause)
                                            .toArray()));
                    statement.setObject(4, now.atOffset(ZoneOffset.UTC));
                } else if (sql.equals(MergeSql.EVENTS)) {
                    statement.setObject(3, now.atOffset(ZoneOffset.UTC));
                }
                statement.executeUpdate();
            }
        }
    }

    private static void refuse(Connection connection, List<IdentityGraph.Refusal> refusals, Instant now)
            throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        String sql =
                """
                insert into merge_refusal (profile, other, namespace, value, limited, cause, at) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (profile, other, namespace, value) do nothing
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (IdentityGraph.Refusal refusal : new ArrayList<>(refusals)) {
                statement.setInt(1, refusal.profile().number());
                statement.setInt(2, refusal.other().number());
                statement.setString(3, refusal.identity().namespace());
                statement.setString(4, refusal.identity().value());
                statement.setString(5, refusal.limited());
                statement.setString(6, refusal.cause());
                statement.setObject(7, now.atOffset(ZoneOffset.UTC));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
