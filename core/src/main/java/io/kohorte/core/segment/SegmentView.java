// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionSentence;
import io.kohorte.core.condition.Names;
import io.kohorte.core.condition.Sentence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment as the API shows it.
 *
 * @param definition {@code null} for a list
 * @param evaluatedAt {@code null} before the first evaluation
 * @param problem code and detail, when the last evaluation failed; the members are then those of the one before
 */
record SegmentView(
        long id,
        String name,
        SegmentKind kind,
        @Nullable Condition definition,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sentence sentence,
        int version,
        long size,
        @Nullable Instant evaluatedAt,
        long entered24h,
        long left24h,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String problem) {

    static SegmentView of(Segment segment, SegmentStore.Flow flow, Names names) {
        return new SegmentView(
                segment.id,
                segment.name,
                segment.kind,
                segment.definition().orElse(null),
                segment.definition()
                        .map(definition -> ConditionSentence.of(definition, names))
                        .orElse(null),
                segment.version,
                segment.size,
                segment.evaluatedAt,
                flow.entered(),
                flow.left(),
                segment.problem);
    }
}
