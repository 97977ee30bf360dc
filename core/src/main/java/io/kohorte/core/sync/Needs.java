// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.destination.ValueSource;
import io.kohorte.core.profile.Identity;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a person a sync has to read: no more leaves the database than is sent.
 *
 * @param identifiers namespaces by which the destination may find a person
 * @param namespaces those, and the namespaces that are mapped to fields
 */
record Needs(List<String> identifiers, Set<String> namespaces, List<String> traits, Set<Long> models) {

    static Needs of(SyncDefinition sync, List<String> accepted) {
        var identifiers = new HashSet<>(accepted);
        identifiers.addAll(sync.keys());
        var namespaces = new HashSet<>(identifiers);
        var traits = new HashSet<String>();
        var models = new HashSet<Long>();
        sync.mapping().fields().stream()
                .flatMap(field -> field.sources().stream())
                .forEach(source -> collect(source, namespaces, traits, models));
        return new Needs(
                identifiers.stream().sorted().toList(),
                Set.copyOf(namespaces),
                traits.stream().sorted().toList(),
                Set.copyOf(models));
    }

    /** What either of two asks for. */
    Needs and(Needs other) {
        return new Needs(
                both(identifiers, other.identifiers).sorted().toList(),
                both(namespaces, other.namespaces).collect(Collectors.toUnmodifiableSet()),
                both(traits, other.traits).sorted().toList(),
                both(models, other.models).collect(Collectors.toUnmodifiableSet()));
    }

    private static <T> Stream<T> both(Collection<T> ours, Collection<T> theirs) {
        return Stream.concat(ours.stream(), theirs.stream()).distinct();
    }

    private static void collect(ValueSource source, Set<String> namespaces, Set<String> traits, Set<Long> models) {
        if (source instanceof ValueSource.Identity identity) {
            namespaces.add(identity.namespace());
        } else if (source instanceof ValueSource.Trait trait) {
            traits.add(trait.name());
            if (Identity.isNamespace(trait.name())) {
                namespaces.add(trait.name());
            }
        } else if (source instanceof ValueSource.Score score) {
            models.add(score.model());
        } else if (source instanceof ValueSource.Cluster cluster) {
            models.add(cluster.model());
        }
    }
}
