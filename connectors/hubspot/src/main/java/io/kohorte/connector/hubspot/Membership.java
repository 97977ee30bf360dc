// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who enters and who leaves a static list, in one request: by record id, so contacts are written or found first. */
final class Membership {

    private static final Outcome MISSING =
            new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "HubSpot does not know this contact any more."));

    private final HubspotApi api;
    private final String list;
    private final Rows batch;

    Membership(HubspotApi api, String list, Rows batch) {
        this.api = api;
        this.list = list;
        this.batch = batch;
    }

    HttpCall call(List<Integer> rows) {
        var body = Json.mapper().createObjectNode();
        fill(body.putArray("recordIdsToAdd"), rows, false);
        fill(body.putArray("recordIdsToRemove"), rows, true);
        return api.put(api.version().lists("/" + list + "/memberships/add-and-remove"))
                .json(body)
                .rows(rows)
                .idempotent()
                .build();
    }

    /** Who is a member already, or not any more, is named nowhere: only who is missing does not get what was wanted. */
    void read(List<Integer> rows, HttpAnswer answer) {
        var json = answer.json();
        var told = Stream.of("recordsIdsAdded", "recordIdsAdded", "recordIdsRemoved", "recordIdsMissing") // sic
                .flatMap(name -> Optional.of(json.path(name)).filter(ids -> !ids.isMissingNode()).stream())
                .toList();
        if (told.isEmpty() || !told.stream().allMatch(JsonNode::isArray)) {
            throw answer.badResponse("without saying who entered and who left");
        }
        var missing = new HashSet<String>();
        json.path("recordIdsMissing").forEach(id -> missing.add(id.asText()));
        for (var row : rows) {
            if (!leaves(row) && missing.contains(batch.contact(row))) {
                batch.settle(row, MISSING);
            }
        }
    }

    private void fill(ArrayNode ids, List<Integer> rows, boolean leaving) {
        rows.stream().filter(row -> leaves(row) == leaving).map(batch::contact).forEach(ids::add);
    }

    private boolean leaves(int row) {
        return batch.change(row).change() == MemberChange.Kind.REMOVE;
    }
}
