// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.segmentsync.DryRun;
import io.kohorte.segmentsync.TestRow;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.WireRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dry run as the API shows it: plain values where the engine has types. */
record DryRunView(
        long added,
        long changed,
        long removed,
        long invalid,
        long skipped,
        List<Row> sample,
        List<WireRequest> requests,
        long calls,
        @Nullable JsonNode guard,
        @Nullable String cannotPreview) {

    /** A row of the sample. */
    record Row(
            int profile,
            String change,
            Map<String, String> identifiers,
            Map<String, JsonNode> fields,
            Map<String, Boolean> consent) {

        static Row of(DryRun.SampleRow row) {
            MemberChange change = row.change();
            var fields = new LinkedHashMap<String, JsonNode>();
            change.fields().forEach((name, value) -> fields.put(name, plain(value)));
            return new Row(
                    row.profile(),
                    change.change().name().toLowerCase(Locale.ROOT),
                    change.subject().identifiers(),
                    fields,
                    change.consent().grants());
        }
    }

    /** What became of one row sent by hand; {@code run} is absent when nothing was sent. */
    record Trial(
            @Nullable Long run, String result, String code, String message, String field, List<WireRequest> requests) {

        static Trial of(TestRow row) {
            return new Trial(
                    row.run().map(run -> run.value()).orElse(null),
                    row.result(),
                    row.code(),
                    row.message(),
                    row.field(),
                    row.requests());
        }
    }

    static DryRunView of(DryRun run, @Nullable JsonNode guard) {
        return new DryRunView(
                run.added(),
                run.changed(),
                run.removed(),
                run.invalid(),
                run.skipped(),
                run.sample().stream().map(Row::of).toList(),
                run.requests(),
                run.calls(),
                guard,
                run.cannotPreview().orElse(null));
    }

    private static JsonNode plain(FieldValue value) {
        var nodes = JsonNodeFactory.instance;
        if (value instanceof FieldValue.Text text) {
            return nodes.textNode(text.value());
        }
        if (value instanceof FieldValue.Numeric number) {
            return nodes.numberNode(number.value());
        }
        if (value instanceof FieldValue.Flag flag) {
            return nodes.booleanNode(flag.value());
        }
        return value instanceof FieldValue.Moment moment
                ? nodes.textNode(moment.value().toString())
                : nodes.nullNode();
    }
}
