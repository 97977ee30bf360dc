// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.tck.TestVendor;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs as Mailchimp works on them: each operation has its result in an archive, here one that is not packed. */
final class PlayedJobs {

    private final Map<String, VendorCall> started = new ConcurrentHashMap<>();

    VendorAnswer start(VendorCall call) {
        var id = "job" + started.size();
        started.put(id, call);
        return VendorAnswer.json(200, "{\"id\":\"" + id + "\",\"status\":\"pending\"}");
    }

    /** @param path of the job, or of its results */
    static boolean isAbout(String path) {
        return path.contains("/batches/") || path.startsWith("/results/");
    }

    VendorAnswer answer(String path, String vendorUrl) {
        var id = path.substring(path.lastIndexOf('/') + 1);
        return path.startsWith("/results/") ? archive(results(id)) : status("finished", vendorUrl + "/results/" + id);
    }

    /** Of a job of which every operation failed. */
    VendorAnswer failed(String path, String vendorUrl) {
        var id = path.substring(path.lastIndexOf('/') + 1);
        return path.startsWith("/results/")
                ? archive(operations(id).stream()
                        .map(operation -> Results.result(
                                operation.path("operation_id").asText(), 500, "{\"title\":\"Internal Server Error\"}"))
                        .toList())
                : answer(path, vendorUrl);
    }

    static VendorAnswer status(String status, String results) {
        return VendorAnswer.json(200, "{\"status\":\"" + status + "\",\"response_body_url\":\"" + results + "\"}");
    }

    private static VendorAnswer archive(List<String> results) {
        return new VendorAnswer(200, Map.of(), new String(Results.tar(results), StandardCharsets.UTF_8));
    }

    private List<JsonNode> operations(String id) {
        var operations = new ArrayList<JsonNode>();
        TestVendor.parse(started.get(id).body()).path("operations").forEach(operations::add);
        return operations;
    }

    private List<String> results(String id) {
        var rows = started.get(id).rows();
        var results = new ArrayList<String>();
        for (var operation : operations(id)) {
            var name = operation.path("operation_id").asText();
            var position = Integer.parseInt(name.replaceFirst("[.].*", ""));
            var refused = rows.stream()
                    .filter(row -> row.position() == position && row.verdict() != Verdict.ACCEPTED)
                    .findFirst();
            results.add(refused.map(row -> Results.result(name, 400, refusal(row)))
                    .orElseGet(() -> Results.result(name, 200, member(operation, position))));
        }
        return results;
    }

    static String refusal(VendorCall.Row row) {
        var said = row.verdict() == Verdict.RETRY
                ? row.gossip() + " has signed up to a lot of lists very recently; we're not allowing more signups"
                : row.gossip();
        return Results.problem(400, "Invalid Resource", said);
    }

    private static String member(JsonNode operation, int position) {
        var sent = TestVendor.parse(operation.path("body").asText("{}"));
        return Results.member(sent.path("email_address").asText(""), "c" + position);
    }
}
