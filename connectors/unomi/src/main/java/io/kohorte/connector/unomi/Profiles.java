// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

/** Finds profiles by the identities of people. */
final class Profiles {

    /** More profiles than this for one person are no identity any more. */
    private static final int PROFILES_PER_PERSON = 10;

    private final UnomiApi api;

    Profiles(UnomiApi api) {
        this.api = api;
    }

    HttpCall search(List<Identities.Identity> identities, List<Integer> rows) {
        var anyone = Conditions.any(
                identities.stream().distinct().map(Conditions::profile).toList());
        return api.post("/profiles/search", UnomiApi.query(anyone, 0, identities.size() * PROFILES_PER_PERSON), rows);
    }

    /** What a search for this many people found. */
    List<JsonNode> read(HttpAnswer answer, int people) {
        var found = UnomiApi.list(answer);
        if (answer.json().path("totalSize").asLong(0) > (long) people * PROFILES_PER_PERSON) {
            throw UnomiApi.setting("The property by which people are found does not tell them apart: "
                    + answer.json().path("totalSize").asLong() + " profiles answer to " + people + " people.");
        }
        return found;
    }
}
