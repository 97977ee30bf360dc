// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something found in a definition, with the place where it stands.
 *
 * @param pointer JSON Pointer in a body that holds the definition under {@code definition}
 */
record Pointed<T>(T value, String pointer) {

    static List<Pointed<SegmentId>> segments(Condition definition) {
        List<Pointed<SegmentId>> found = new ArrayList<>();
        walk(definition, "/definition", (node, pointer) -> {
            if (node instanceof Condition.InSegment segment) {
                found.add(new Pointed<>(segment.segment(), pointer + "/segment"));
            }
        });
        return found;
    }

    static void walk(Condition condition, String pointer, BiConsumer<Condition, String> visitor) {
        visitor.accept(condition, pointer);
        if (condition instanceof Condition.Group group) {
            String key = group instanceof Condition.All ? "all" : group instanceof Condition.Any ? "any" : "none";
            for (int i = 0; i < group.conditions().size(); i++) {
                walk(group.conditions().get(i), pointer + "/" + key + "/" + i, visitor);
            }
        }
    }
}
