// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a file says of each person. Columns are the same in every file of an audience whose options name its fields;
 * otherwise fields stand in the order in which they first come in the file.
 */
final class Columns {

    private static final FieldValue NOTHING = FieldValue.EMPTY;

    private final Map<String, Function<MemberChange, Optional<FieldValue>>> columns = new LinkedHashMap<>();

    private Columns() {}

    static Columns of(Settings settings, AudienceSpec audience, Batch batch) {
        var options = audience.options();
        var all = new Columns();
        if (batch.snapshot().isEmpty()) {
            all.add(settings.text("changeColumn", "change"), change -> Optional.of(FieldValue.of(word(change))));
        }
        if (options.flag("profileId", false)) {
            all.add(
                    "profile_id",
                    change -> Optional.of(FieldValue.of(change.subject().profileId())));
        }
        var hashing = Hashing.named(options.text("hash", "none"));
        for (var namespace : identifiers(audience)) {
            var rule = hashing.of(namespace, settings.text("defaultRegion", ""));
            all.add(namespace + hashing.suffix, change -> change.subject()
                    .identifier(namespace)
                    .flatMap(rule::normalise)
                    .map(FieldValue::of));
        }
        for (var field : fields(options, batch)) {
            all.add(field, change -> Optional.ofNullable(change.fields().get(field))
                    .map(value -> cleared(audience, change) ? NOTHING : value));
        }
        for (var purpose : options.texts("consents")) {
            all.add(
                    "consent_" + purpose,
                    change -> change.consent().answer(purpose).map(FieldValue::of));
        }
        return all;
    }

    /** Those the options name; without any, the match key and its fallbacks. */
    private static List<String> identifiers(AudienceSpec audience) {
        var named = audience.options().texts("identifiers");
        if (!named.isEmpty()) {
            return named.stream().distinct().toList();
        }
        var keys = new LinkedHashSet<String>();
        keys.add(audience.matchKey());
        keys.addAll(audience.fallbackKeys());
        return List.copyOf(keys);
    }

    private static List<String> fields(Settings options, Batch batch) {
        var named = options.texts("fields");
        if (!named.isEmpty()) {
            return named.stream().distinct().toList();
        }
        var seen = new LinkedHashSet<String>();
        batch.changes().forEach(change -> seen.addAll(change.fields().keySet()));
        return List.copyOf(seen);
    }

    private static boolean cleared(AudienceSpec audience, MemberChange change) {
        return change.change() == MemberChange.Kind.REMOVE
                && audience.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS;
    }

    private static String word(MemberChange change) {
        return switch (change.change()) {
            case ADD -> "ENTERED";
            case UPDATE -> "UPDATED";
            case REMOVE -> "EXITED";
        };
    }

    private void add(String name, Function<MemberChange, Optional<FieldValue>> value) {
        if (columns.putIfAbsent(name, value) != null) {
            throw Mistake.in("", "Two columns of the file would be called " + name + ".");
        }
    }

    List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** Values in the order of the names; empty where nothing is known, {@link FieldValue.Empty} where it is cleared. */
    List<Optional<FieldValue>> values(MemberChange change) {
        var values = new ArrayList<Optional<FieldValue>>(columns.size());
        columns.values().forEach(column -> values.add(column.apply(change)));
        return values;
    }
}
