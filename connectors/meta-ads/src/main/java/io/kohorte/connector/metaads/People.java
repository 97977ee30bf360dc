// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.connector.metaads.Columns.Column;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of people as Meta takes it: one row each, the same columns in all, empty text where a key is not known. Columns
 * for which nobody has an identity or a mapped field are left out.
 */
final class People {

    private static final String MISSING = "";

    private final List<Column> columns;
    private final List<String[]> rows = new ArrayList<>();

    /** @param known everything that is known of the people who will be added */
    People(List<Column> all, List<Person> known) {
        var names = all.stream().map(Column::key).collect(Collectors.toSet());
        columns = all.stream()
                .filter(column -> known.stream().anyMatch(person -> person.has(column)))
                .toList();
        known.forEach(person -> person.requireKnown(names));
    }

    /** What is known of somebody: identities, and fields that were mapped to keys. */
    record Person(SubjectKeys subject, Map<String, FieldValue> fields) {

        private boolean has(Column column) {
            return fields.containsKey(column.key())
                    || (column.isOfBirth() && fields.containsKey(Columns.DAY_OF_BIRTH))
                    || subject.identifiers().containsKey(column.namespace());
        }

        private Optional<String> raw(Column column) {
            var mapped = fields.get(column.key());
            if (mapped == null && column.isOfBirth()) {
                mapped = fields.get(Columns.DAY_OF_BIRTH);
            }
            return mapped == null ? subject.identifier(column.namespace()) : text(mapped);
        }

        private void requireKnown(Set<String> keys) {
            for (var name : fields.keySet()) {
                if (!keys.contains(name) && !name.equals(Columns.DAY_OF_BIRTH)) {
                    throw new ConnectorException(Problem.of(
                                    ProblemCode.INVALID_SETTING,
                                    "The mapping names a key that Meta does not have; keys are " + sorted(keys)
                                            + " and DOB.")
                            .at(name));
                }
            }
        }

        private static String sorted(Set<String> keys) {
            return keys.stream().sorted().collect(Collectors.joining(", "));
        }

        private static Optional<String> text(FieldValue value) {
            if (value instanceof FieldValue.Text text) {
                return Optional.of(text.value());
            } else if (value instanceof FieldValue.Numeric number) {
                return Optional.of(number.value().toPlainString());
            } else if (value instanceof FieldValue.Moment moment) {
                return Optional.of(
                        moment.value().atOffset(ZoneOffset.UTC).toLocalDate().toString());
            } else if (value instanceof FieldValue.Flag flag) {
                return Optional.of(Boolean.toString(flag.value()));
            } else if (value instanceof FieldValue.IfEmpty) {
                throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
            }
            return Optional.empty();
        }
    }

    /**
     * Adds a row.
     *
     * @param keys namespaces of which at least one has to be usable, best first
     * @return why there is no row; empty when there is one
     */
    Optional<Problem> add(Person person, List<String> keys) {
        var row = new String[columns.size()];
        var found = false;
        for (var i = 0; i < row.length; i++) {
            var column = columns.get(i);
            row[i] = person.raw(column).flatMap(column.form()::normalise).orElse(MISSING);
            found |= !row[i].isEmpty() && keys.contains(column.namespace());
        }
        if (found) {
            rows.add(row);
            return Optional.empty();
        }
        return Optional.of(keys.stream()
                .filter(key -> person.subject().identifier(key).isPresent())
                .findFirst()
                .map(key -> Problem.of(
                                ProblemCode.IDENTIFIER_INVALID,
                                "This person's " + key + " is none that Meta could find.")
                        .at(key))
                .orElseGet(() -> Problem.of(
                                ProblemCode.IDENTIFIER_MISSING, "This person has no " + String.join(" or ", keys) + ".")
                        .at(keys.get(0))));
    }

    int size() {
        return rows.size();
    }

    /** Writes the members {@code schema} and {@code data}. */
    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("schema");
        for (var column : columns) {
            json.writeString(column.key());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data");
        for (var row : rows) {
            json.writeStartArray();
            for (var i = 0; i < row.length; i++) {
                if (columns.get(i).isValue()) {
                    json.writeNumber(worth(row[i]));
                } else {
                    Json.text(json, row[i]);
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** Meta takes no value below 0, and 0 for one that is not known. */
    private static BigDecimal worth(String text) {
        try {
            return new BigDecimal(text).max(BigDecimal.ZERO);
        } catch (NumberFormatException unknown) {
            return BigDecimal.ZERO;
        }
    }

    /** Namespaces by which Meta finds somebody. */
    static Stream<String> namespaces(List<Column> all) {
        return all.stream().map(Column::namespace).filter(namespace -> !namespace.isEmpty());
    }
}
