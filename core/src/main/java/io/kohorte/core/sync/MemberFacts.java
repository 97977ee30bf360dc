// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of one person, as far as a sync asks. Filled while reading, then only read. */
final class MemberFacts {

    final Map<String, String> identities = new HashMap<>();
    final Map<String, JsonNode> traits = new HashMap<>();
    final Map<Long, Double> scores = new HashMap<>();
    final Map<String, Boolean> consents = new HashMap<>();
    boolean suppressed;

    /** The same person under other names. */
    MemberFacts calledBefore(Map<String, String> names) {
        var before = new MemberFacts();
        before.identities.putAll(names);
        before.traits.putAll(traits);
        before.scores.putAll(scores);
        before.consents.putAll(consents);
        before.suppressed = suppressed;
        return before;
    }

    /** The first of these namespaces that names this person, and the name. */
    Optional<Map.Entry<String, String>> named(List<String> namespaces) {
        return namespaces.stream()
                .filter(identities::containsKey)
                .findFirst()
                .map(namespace -> Map.entry(namespace, identities.get(namespace)));
    }

    boolean allows(String purpose) {
        return consents.getOrDefault(purpose, false);
    }
}
