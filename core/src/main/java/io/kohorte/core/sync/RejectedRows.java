// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.access.Caller;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.segmentsync.RejectedGroup;
import io.kohorte.segmentsync.RejectedMember;
import io.kohorte.segmentsync.Sight;
import io.kohorte.segmentsync.SyncId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Who is not at the destination and why: by cause for people, row by row for work. */
@Singleton
class RejectedRows {

    private static final String MASK = "***";

    private final DeliveryEngine engine;
    private final DataSource database;
    private final SecurityIdentity caller;

    RejectedRows(DeliveryEngine engine, DataSource database, SecurityIdentity caller) {
        this.caller = caller;
        this.engine = engine;
        this.database = database;
    }

    record Answer(List<Group> groups, List<Row> items, @Nullable String next) {}

    record Group(
            String state,
            String code,
            String field,
            String sentence,
            String message,
            long count,
            long due,
            String nextStep,
            List<Row> sample) {}

    record Row(
            int profile,
            Map<String, String> identifiers,
            String change,
            String state,
            String code,
            String field,
            String message,
            String request,
            String response,
            long run,
            Instant since,
            boolean due) {}

    /** As much of the people as the caller may see. */
    Answer of(SyncId sync, PageRequest request, Locale locale) throws SQLException {
        var sight = Caller.of(caller).role().seesPersonalData() ? Sight.WHOLE : Sight.MASKED;
        var after = request.afterNumber().map(Math::toIntExact).orElse(0);
        var members = engine.workbench().members(sync, after, request.fetch(), sight);
        var page = Page.of(members, request, member -> Integer.toString(member.profile()));
        var groups = after > 0 ? List.<RejectedGroup>of() : engine.workbench().groups(sync, sight);
        var identifiers = identifiers(
                groups.stream()
                        .flatMap(group -> group.sample().stream())
                        .map(RejectedMember::profile)
                        .toList(),
                sight);
        identifiers.putAll(
                identifiers(page.items().stream().map(RejectedMember::profile).toList(), sight));
        var words = Explanations.in(locale);
        return new Answer(
                groups.stream()
                        .map(group -> new Group(
                                group.state(),
                                group.code(),
                                group.field(),
                                words.of(group.code()).sentence(),
                                group.message(),
                                group.count(),
                                group.due(),
                                words.of(group.code()).nextStep(),
                                group.sample().stream()
                                        .map(row -> row(row, identifiers))
                                        .toList()))
                        .toList(),
                page.items().stream().map(row -> row(row, identifiers)).toList(),
                page.next());
    }

    private static Row row(RejectedMember member, Map<Integer, Map<String, String>> identifiers) {
        return new Row(
                member.profile(),
                identifiers.getOrDefault(member.profile(), Map.of()),
                member.change().wire(),
                member.state(),
                member.code(),
                member.field(),
                member.message(),
                member.request(),
                member.response(),
                member.run().value(),
                member.since(),
                member.due());
    }

    private Map<Integer, Map<String, String>> identifiers(List<Integer> profiles, Sight sight) throws SQLException {
        var found = new HashMap<Integer, Map<String, String>>();
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select profile, namespace, value from current_identity where profile = any(?)")) {
            select.setArray(1, connection.createArrayOf("int4", profiles.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getInt(1), profile -> new HashMap<>())
                            .put(rows.getString(2), sight == Sight.WHOLE ? rows.getString(3) : MASK);
                }
            }
        }
        return found;
    }
}
