// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.batch.InTurn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes people out of a list, or deletes them as contacts: looks up their ids by hundreds, then names these. Who is no
 * contact need not be taken out; that is believed of nobody at once, since SendGrid finds contacts late.
 */
final class Removal {

    private final Search search;
    private final Deletion deletion;
    private final Misses misses;
    private final boolean altogether;

    /** @param list out of which they are taken; empty to delete them altogether */
    Removal(SendgridApi api, Optional<String> list) {
        this.search = new Search(api);
        this.deletion = new Deletion(api, list);
        this.misses = api.misses();
        this.altogether = list.isEmpty();
    }

    List<WireRequest> shown(List<Person> people) {
        return parts(people).stream()
                .flatMap(part -> Stream.of(
                        search.call(part).shown(), deletion.shown(rows(part)).shown()))
                .toList();
    }

    /**
     * When a part fails after an earlier one went through, the rest shall come again.
     *
     * @throws ConnectorException when the first part fails
     */
    void run(List<Person> people, Ledger ledger) {
        InTurn.send(
                parts(people),
                part -> take(part, ledger),
                (part, again) -> part.forEach(person -> ledger.settle(person.row(), again)));
    }

    private void take(List<Person> part, Ledger ledger) {
        var found = search.find(part);
        var there = part.stream().filter(found::containsKey).toList();
        if (!there.isEmpty()) {
            var job = deletion.start(rows(there), List.copyOf(found.values()));
            if (altogether) {
                ledger.started(job, there.size());
            } else {
                there.forEach(person -> ledger.settle(person.row(), new Outcome.Accepted(found.get(person))));
            }
        }
        misses.forget(there);
        part.stream()
                .filter(person -> !found.containsKey(person))
                .forEach(person -> ledger.settle(person.row(), misses.missed(person)));
    }

    private static List<Integer> rows(List<Person> people) {
        return people.stream().map(Person::row).toList();
    }

    /** Up to a hundred people by the same kind of identifier. */
    private static List<List<Person>> parts(List<Person> people) {
        var kinds = new LinkedHashMap<Identifier, List<Person>>();
        people.forEach(person -> kinds.computeIfAbsent(person.identifier(), kind -> new ArrayList<>())
                .add(person));
        return kinds.values().stream()
                .flatMap(kind -> Search.parts(kind).stream())
                .toList();
    }
}
