// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.tck.ConnectorUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Customers of one connector's own: what its contract test says of people, as a file to import. */
final class People {

    static final int MANY = 4;

    private final ConnectorUnderTest contract;
    private final String prefix;
    private final int first;
    private final boolean everything;
    private final List<String> namespaces;
    private final List<String> fields;

    /** @param number of the connector: each has people whom no other has */
    People(ConnectorUnderTest contract, int number) {
        this.contract = contract;
        prefix = "e2e_" + Contracts.id(contract).replace('-', '_');
        first = number * MANY;
        everything = tellsApart(contract.audience().matchKey(), true);
        namespaces = somebody(0).subject().identifiers().keySet().stream()
                .filter(namespace -> tellsApart(namespace, everything))
                .sorted()
                .toList();
        fields = List.copyOf(somebody(0).fields().keySet());
    }

    /** Whether there is a field whose change can be told. */
    boolean haveFields() {
        return fields.stream().anyMatch(field -> somebody(0).fields().get(field) instanceof FieldValue.Text);
    }

    MemberChange somebody(int person) {
        return somebody(person, everything);
    }

    private MemberChange somebody(int person, boolean withEverything) {
        return withEverything
                ? contract.everything(MemberChange.Kind.ADD, first + person)
                : contract.change(MemberChange.Kind.ADD, first + person);
    }

    /** Some contract tests have one person only who has everything; a name that two share would make one of them. */
    private boolean tellsApart(String namespace, boolean withEverything) {
        return !somebody(0, withEverything)
                .subject()
                .identifier(namespace)
                .equals(somebody(1, withEverything).subject().identifier(namespace));
    }

    /** Names of this person that are nobody else's. */
    Map<String, String> identifiers(int person) {
        Map<String, String> names =
                new LinkedHashMap<>(somebody(person).subject().identifiers());
        names.keySet().retainAll(namespaces);
        return names;
    }

    /** The trait that decides who is in the audience. */
    String memberTrait() {
        return prefix + "_member";
    }

    ObjectNode importMapping() {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        ObjectNode identities = mapping.putObject("identities").put(prefix, "customer");
        namespaces.forEach(namespace -> identities.put(namespace, namespace));
        ObjectNode traits = mapping.putObject("traits").put(memberTrait(), "member");
        IntStream.range(0, fields.size()).forEach(field -> traits.put(trait(field), trait(field)));
        ObjectNode consents = mapping.putObject("consents");
        somebody(0).consent().grants().keySet().forEach(purpose -> consents.put(purpose, "consent_" + purpose));
        return mapping;
    }

    void mapFields(ObjectNode mapping) {
        var lines = mapping.putArray("fields");
        IntStream.range(0, fields.size())
                .forEach(field -> lines.addObject().put("to", fields.get(field)).put("from", "trait:" + trait(field)));
    }

    private String trait(int field) {
        return prefix + "_" + field;
    }

    /** @param changed whose texts end differently now; @param gone who is no member any more */
    List<String> file(List<Integer> changed, List<Integer> gone) {
        List<String> lines = new ArrayList<>();
        for (int person = 0; person < MANY; person++) {
            MemberChange change = somebody(person);
            Map<String, String> cells = new LinkedHashMap<>();
            cells.put("customer", prefix + "_" + person);
            cells.put("member", gone.contains(person) ? "out" : "in");
            namespaces.forEach(namespace ->
                    cells.put(namespace, change.subject().identifier(namespace).orElse("")));
            change.consent()
                    .grants()
                    .forEach((purpose, answer) -> cells.put("consent_" + purpose, answer ? "true" : "false"));
            String more = changed.contains(person) ? "x" : "";
            IntStream.range(0, fields.size())
                    .forEach(field ->
                            cells.put(trait(field), text(change.fields().get(fields.get(field)), more)));
            if (lines.isEmpty()) {
                lines.add(String.join(",", cells.keySet()));
            }
            lines.add(cells.values().stream()
                    .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(",")));
        }
        return lines;
    }

    private static String text(FieldValue value, String more) {
        if (value instanceof FieldValue.Text text) {
            return text.value() + more;
        }
        if (value instanceof FieldValue.Numeric number) {
            return number.value().toPlainString();
        }
        if (value instanceof FieldValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        return value instanceof FieldValue.Moment moment ? moment.value().toString() : "";
    }
}
