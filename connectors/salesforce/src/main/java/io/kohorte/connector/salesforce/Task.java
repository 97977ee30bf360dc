// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What is to be done with some rows of a batch, whichever way it goes out.
 *
 * @param search finds the records first; empty where records go by external ids
 * @param keys change to external id
 * @param values change to fields to write
 */
record Task(
        List<MemberChange> changes,
        List<Integer> rows,
        Target target,
        Optional<Search> search,
        Function<MemberChange, String> keys,
        Function<MemberChange, Map<String, FieldValue>> values) {

    /**
     * @param missing what is known of a row that has no record
     * @param create does something else with such a row; of the same batch
     */
    record Search(Lookup lookup, Known missing, Optional<Task> create) {

        Search(Lookup lookup, Known missing) {
            this(lookup, missing, Optional.empty());
        }
    }

    /** Those who are looked up and not there fall to the other task. */
    Task orElse(Task other) {
        var create = search.map(some -> new Search(some.lookup(), some.missing(), Optional.of(other)));
        return new Task(changes, rows, target, create, keys, values);
    }

    /** The task that those fall to who were looked up and not there; empty when that is the end for them. */
    Optional<Task> create() {
        return search.flatMap(Search::create).map(other -> other.part(rows));
    }

    Task {
        rows = List.copyOf(rows);
    }

    /** Of the same task, some rows only. */
    Task part(List<Integer> some) {
        return new Task(changes, some, target, search, keys, values);
    }

    String key(int row) {
        return keys.apply(changes.get(row));
    }

    /** As far as it is known before anything is asked. */
    List<Line> planned() {
        return rows.stream()
                .map(row -> line(row, search.isPresent() ? Line.UNKNOWN_RECORD : key(row)))
                .toList();
    }

    /** @param others takes the rows that cannot be written, and why */
    Found found(BiConsumer<Integer, Known> others) {
        if (search.isEmpty()) {
            return new Found(planned(), List.of());
        }
        var records = search.get().lookup().find(rows, this::key);
        var lines = new ArrayList<Line>();
        var absent = new ArrayList<Integer>();
        for (var row : rows) {
            var ids = records.of(key(row));
            switch (ids.size()) {
                case 0 -> absent.add(row);
                case 1 -> lines.add(line(row, ids.get(0)));
                default -> others.accept(row, Known.SEVERAL_RECORDS);
            }
        }
        var create = search.get().create();
        if (create.isEmpty()) {
            absent.forEach(row -> others.accept(row, search.get().missing()));
        }
        return new Found(
                lines, create.map(other -> other.part(absent).planned()).orElse(List.of()));
    }

    /**
     * @param lines to be written as the task says
     * @param absent to be written as {@link #create} says
     */
    record Found(List<Line> lines, List<Line> absent) {}

    private Line line(int row, String key) {
        var fields = values.apply(changes.get(row));
        fields.keySet().forEach(Task::requireName);
        return new Line(row, key, fields);
    }

    private static void requireName(String field) {
        if (!AudienceOptions.isName(field)) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "The mapping names a field that Salesforce cannot have.")
                            .at(field));
        }
    }
}
