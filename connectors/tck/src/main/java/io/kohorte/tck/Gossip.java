// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Personal data that a vendor quotes back. Short values are left out: they stand in texts by chance. */
final class Gossip {

    private static final int SHORTEST = 6;

    private Gossip() {}

    static String about(MemberChange change) {
        return personal(change).stream().collect(Collectors.joining(" ", "refused: ", " is not valid"));
    }

    static List<String> personal(MemberChange change) {
        var texts = change.fields().values().stream()
                .flatMap(value -> value instanceof FieldValue.Text text ? Stream.of(text.value()) : Stream.empty());
        return Stream.concat(personal(change.subject()), texts)
                .filter(text -> text.length() >= SHORTEST)
                .toList();
    }

    private static Stream<String> personal(SubjectKeys subject) {
        return subject.identifiers().values().stream();
    }
}
