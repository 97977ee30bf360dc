// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import java.util.Set;

/** What may stand between the braces of a placeholder. */
final class Names {

    /** Stands for the rows of a request, in the body of a request for many people. */
    static final String ROWS = "rows";

    private static final Set<String> OF_THE_REQUEST = Set.of(
            "audience.id", "audience.key", "audience.name", "batch.key", "batch.decidedAt", "request.key", "syncMode");
    private static final Set<String> OF_A_PERSON =
            Set.of("profile.id", "key", "key.name", "identifiers", "fields", "consents", "change", "deleteBehaviour");

    private Names() {}

    static boolean known(String name) {
        return name.equals(ROWS) || OF_THE_REQUEST.contains(name) || startsWith(name, "parameter.") || ofAPerson(name);
    }

    /** Whether it differs from row to row. */
    static boolean ofAPerson(String name) {
        return OF_A_PERSON.contains(name)
                || startsWith(name, "identifier.")
                || startsWith(name, "field.")
                || startsWith(name, "consent.");
    }

    private static boolean startsWith(String name, String prefix) {
        return name.startsWith(prefix) && name.length() > prefix.length();
    }
}
