// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import java.util.Set;

/** Where a mapped value comes from. */
public sealed interface ValueSource {

    /** Identifiers that every connector and every mapping calls by these names. */
    Set<String> IDENTIFIERS = Set.of("email", "phone", "maid", "external_id", "user_id", "anonymous_id");

    /** What a source can be, for whoever named none. */
    String HINT = "Use an identifier, a trait's name, score:<model number> or cluster:<model number>.";

    record Identity(String namespace) implements ValueSource {}

    record Trait(String name) implements ValueSource {}

    record Score(long model) implements ValueSource {}

    /** Number of the cluster a profile is in. */
    record Cluster(long model) implements ValueSource {}

    /**
     * @throws IllegalArgumentException if a model is not named by its number, or a name is empty
     */
    static ValueSource parse(String from) {
        var colon = from.indexOf(':');
        var kind = colon < 0 ? "" : from.substring(0, colon);
        var rest = from.substring(colon + 1);
        if (rest.isBlank()) {
            throw new IllegalArgumentException("no name: " + from);
        }
        return switch (kind) {
            case "identity" -> new Identity(rest);
            case "trait" -> new Trait(rest);
            case "score" -> new Score(Long.parseLong(rest));
            case "cluster" -> new Cluster(Long.parseLong(rest));
            default -> IDENTIFIERS.contains(from) ? new Identity(from) : new Trait(from);
        };
    }
}
