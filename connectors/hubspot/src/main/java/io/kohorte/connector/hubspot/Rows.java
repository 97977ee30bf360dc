// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of the rows of one batch while it goes out: by what they are found, their contacts, and what became of them. */
final class Rows {

    /** Stands in previews for what only HubSpot knows. */
    static final String UNKNOWN = "{contactId}";

    private final Batch batch;
    private final String[] keys;
    private final String[] contacts;
    private final Outcome[] outcomes;
    private final Map<String, Integer> byKey = new HashMap<>();

    Rows(Batch batch) {
        this.batch = batch;
        keys = new String[batch.size()];
        contacts = new String[batch.size()];
        outcomes = new Outcome[batch.size()];
    }

    /** In the form in which HubSpot compares: addresses are lower case, other values as they are. */
    static Optional<String> key(MemberChange change, AudienceSpec spec, AudienceOptions options) {
        var raw = change.subject().identifier(spec.matchKey());
        return options.byEmail() ? raw.flatMap(Normaliser.email()::normalise) : raw.map(String::strip);
    }

    MemberChange change(int row) {
        return batch.changes().get(row);
    }

    /** @return whether this is the first row of the batch with this key */
    boolean name(int row, String key) {
        keys[row] = key;
        return byKey.putIfAbsent(key.toLowerCase(Locale.ROOT), row) == null;
    }

    String key(int row) {
        return keys[row];
    }

    /** The row with this key, whatever its case. */
    Optional<Integer> row(String key) {
        return Optional.ofNullable(byKey.get(key.toLowerCase(Locale.ROOT)));
    }

    void found(int row, String contact) {
        contacts[row] = contact;
    }

    boolean isFound(int row) {
        return contacts[row] != null;
    }

    /** Id of the contact, or a placeholder. */
    String contact(int row) {
        return isFound(row) ? contacts[row] : UNKNOWN;
    }

    boolean isOpen(int row) {
        return outcomes[row] == null;
    }

    void settle(int row, Outcome outcome) {
        outcomes[row] = outcome;
    }

    /** Whoever nothing went wrong for has arrived. */
    List<Outcome> outcomes() {
        for (var row = 0; row < outcomes.length; row++) {
            if (isOpen(row)) {
                settle(row, new Outcome.Accepted(isFound(row) ? contacts[row] : ""));
            }
        }
        return List.of(outcomes);
    }
}
