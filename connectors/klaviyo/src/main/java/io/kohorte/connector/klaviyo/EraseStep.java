// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.WireRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Erases one person by every identifier they have, since two of them may lead to two profiles. External ids are looked up
 * first: the job takes none.
 */
record EraseStep(KlaviyoApi api, Lookup lookup, int row, SubjectKeys subject, String region) implements Step {

    @Override
    public List<WireRequest> shown() {
        return List.of();
    }

    @Override
    public void run(Progress progress) {
        var keys = ProfileKey.NAMESPACES.stream()
                .flatMap(namespace ->
                        subject.identifier(namespace).flatMap(raw -> ProfileKey.of(namespace, raw, region)).stream())
                .distinct()
                .toList();
        if (keys.isEmpty()) {
            progress.settle(row, new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
            return;
        }
        for (var key : deletable(keys)) {
            DeletionStep.delete(api, DeletionStep.call(api, row, key));
        }
        progress.settle(row, new Outcome.Accepted(""));
    }

    private Set<ProfileKey> deletable(List<ProfileKey> keys) {
        var deletable = new LinkedHashSet<ProfileKey>();
        var external = new ArrayList<Lookup.Wanted>();
        for (var key : keys) {
            if (key.kind() == ProfileKey.Kind.EXTERNAL) {
                external.add(new Lookup.Wanted(row, key));
            } else {
                deletable.add(key);
            }
        }
        lookup.find(external)
                .values()
                .forEach(ids -> ids.forEach(id -> deletable.add(new ProfileKey(ProfileKey.Kind.ID, id))));
        return deletable;
    }
}
