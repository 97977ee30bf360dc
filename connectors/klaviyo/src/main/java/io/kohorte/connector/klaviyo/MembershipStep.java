// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

/**
 * Puts profiles on a list or takes them off. Neither changes what anybody agreed to receive.
 *
 * @param adds or takes off
 * @param last whether this is all that happens to these rows
 */
record MembershipStep(KlaviyoApi api, String list, List<Found> members, boolean adds, boolean last) implements Step {

    /** Profiles a request about a list takes. */
    static final int PROFILES = 1_000;

    MembershipStep {
        members = List.copyOf(members);
    }

    static MembershipStep add(KlaviyoApi api, String list, List<Found> members) {
        return new MembershipStep(api, list, members, true, true);
    }

    static MembershipStep remove(KlaviyoApi api, String list, List<Found> members, boolean last) {
        return new MembershipStep(api, list, members, false, last);
    }

    @Override
    public List<WireRequest> shown() {
        return chunks().stream().map(chunk -> call(chunk).shown()).toList();
    }

    @Override
    public void run(Progress progress) {
        for (var chunk : chunks()) {
            api.accepted(call(chunk));
            if (last) {
                chunk.forEach(member -> progress.settle(member.row(), new Outcome.Accepted(member.id())));
            }
        }
    }

    private List<List<Found>> chunks() {
        return Chunks.cut(members, PROFILES, Long.MAX_VALUE, member -> 1);
    }

    private HttpCall call(List<Found> chunk) {
        var path = "/api/lists/" + list + "/relationships/profiles";
        var rows = chunk.stream().map(Found::row).toList();
        var call = adds ? api.post(path, body(chunk)) : api.delete(path, body(chunk));
        return call.rows(rows).idempotent().build();
    }

    private static ObjectNode body(List<Found> chunk) {
        var body = Json.mapper().createObjectNode();
        var data = body.putArray("data");
        chunk.stream().map(Found::id).distinct().forEach(id -> data.add(JsonApi.reference("profile", id)));
        return body;
    }
}
