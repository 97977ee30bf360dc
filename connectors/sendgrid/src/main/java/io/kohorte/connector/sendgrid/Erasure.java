// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.batch.Chunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Deletes all contacts that go by any of somebody's identifiers. Who goes by none of them may only not be found yet, and is
 * searched for again.
 */
final class Erasure {

    private final Search search;
    private final Deletion deletion;
    private final Misses misses;
    private final String defaultRegion;

    Erasure(SendgridApi api, String defaultRegion) {
        this.search = new Search(api);
        this.deletion = new Deletion(api, Optional.empty());
        this.misses = api.misses();
        this.defaultRegion = defaultRegion;
    }

    BatchResult of(List<SubjectKeys> subjects) {
        var ledger = new Ledger(subjects.size());
        var contacts = contacts(subjects, ledger);
        contacts.forEach((row, ids) -> {
            if (ids.isEmpty()) {
                ledger.settle(row, missed(row, subjects.get(row)));
            }
        });
        var there = contacts.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .toList();
        var parts = Chunks.cut(
                there, Deletion.MOST, Deletion.MOST, entry -> entry.getValue().size());
        for (var i = 0; i < parts.size(); i++) {
            delete(parts.get(i), ledger, i > 0);
        }
        return ledger.result();
    }

    private Outcome missed(int row, SubjectKeys subject) {
        return Arrays.stream(Identifier.values())
                .flatMap(identifier -> person(row, identifier, subject))
                .findFirst()
                .map(misses::missed)
                .orElseThrow();
    }

    private void delete(List<Map.Entry<Integer, Set<String>>> part, Ledger ledger, boolean others) {
        try {
            var job = deletion.start(
                    part.stream().map(Map.Entry::getKey).toList(),
                    part.stream().flatMap(entry -> entry.getValue().stream()).toList());
            ledger.started(job, part.size());
        } catch (ConnectorException failure) {
            throw others ? Refusals.partly(failure) : failure;
        }
    }

    /** Rows to ids of contacts, none for who is not there. */
    private Map<Integer, Set<String>> contacts(List<SubjectKeys> subjects, Ledger ledger) {
        var contacts = new TreeMap<Integer, Set<String>>();
        for (var identifier : Identifier.values()) {
            var people = new ArrayList<Person>();
            for (var row = 0; row < subjects.size(); row++) {
                person(row, identifier, subjects.get(row)).forEach(people::add);
            }
            people.forEach(person -> contacts.computeIfAbsent(person.row(), row -> new LinkedHashSet<>()));
            for (var part : Search.parts(people)) {
                var found = search.find(part);
                misses.forget(List.copyOf(found.keySet()));
                found.forEach((person, id) -> contacts.computeIfAbsent(person.row(), row -> new LinkedHashSet<>())
                        .add(id));
            }
        }
        for (var row = 0; row < subjects.size(); row++) {
            if (!contacts.containsKey(row)) {
                ledger.holdBack(new HeldBack.Row(row, HeldBack.NOTHING_TO_ERASE_BY, ""));
            }
        }
        return contacts;
    }

    private Stream<Person> person(int row, Identifier identifier, SubjectKeys subject) {
        return subject
                .identifier(identifier.namespace())
                .flatMap(raw -> identifier.normalise(raw, defaultRegion))
                .map(name -> new Person(row, identifier, name, Map.of()))
                .stream();
    }
}
