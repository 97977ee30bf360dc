// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The audience we want to exist at a destination.
 *
 * @param key ours, stable for the life of a sync; neutral ({@code seg-42}), since names can disclose what a person has
 * @param name for people, may change
 * @param mode what kinds of change will come
 * @param deleteBehaviour what leaving means
 * @param matchKey identifier namespace by which the destination finds a person, for example {@code email}
 * @param fallbackKeys by which, in this order, a person is found who lacks the match key; without {@link
 *     Capability#FALLBACK_KEYS} always none
 * @param options valid against {@link ConnectorDescriptor#audienceSchema()}
 */
public record AudienceSpec(
        String key,
        String name,
        SyncMode mode,
        DeleteBehaviour deleteBehaviour,
        String matchKey,
        List<String> fallbackKeys,
        Settings options) {

    public AudienceSpec {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(deleteBehaviour, "deleteBehaviour");
        Objects.requireNonNull(matchKey, "matchKey");
        fallbackKeys = List.copyOf(fallbackKeys);
        Objects.requireNonNull(options, "options");
    }

    /** An audience in which people are found by the match key or not at all. */
    public AudienceSpec(
            String key,
            String name,
            SyncMode mode,
            DeleteBehaviour deleteBehaviour,
            String matchKey,
            Settings options) {
        this(key, name, mode, deleteBehaviour, matchKey, List.of(), options);
    }

    /** The namespace by which this person is to be found: the first that names them; empty when none does. */
    public Optional<String> keyOf(SubjectKeys subject) {
        return Stream.concat(Stream.of(matchKey), fallbackKeys.stream())
                .filter(key -> subject.identifier(key).isPresent())
                .findFirst();
    }
}
