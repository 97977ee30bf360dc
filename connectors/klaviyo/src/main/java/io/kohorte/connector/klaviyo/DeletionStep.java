// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

/**
 * Has profiles deleted for good, as a privacy request does: one job for each, which Klaviyo works off by itself and says
 * nothing of afterwards.
 */
record DeletionStep(KlaviyoApi api, List<Found> profiles) implements Step {

    DeletionStep {
        profiles = List.copyOf(profiles);
    }

    @Override
    public List<WireRequest> shown() {
        return profiles.stream().map(profile -> call(profile).shown()).toList();
    }

    @Override
    public void run(Progress progress) {
        for (var profile : profiles) {
            delete(api, call(profile));
            progress.settle(profile.row(), new Outcome.Accepted(profile.id()));
        }
    }

    private HttpCall call(Found profile) {
        return call(api, profile.row(), new ProfileKey(ProfileKey.Kind.ID, profile.id()));
    }

    /** Klaviyo refuses a request with two identifiers, and takes no external id. */
    static HttpCall call(KlaviyoApi api, int row, ProfileKey key) {
        var profile = JsonApi.resource("profile");
        if (key.kind() == ProfileKey.Kind.ID) {
            profile.put("id", key.value()).putObject("attributes");
        } else {
            profile.putObject("attributes").put(key.kind().attribute, key.value());
        }
        var body = Json.mapper().createObjectNode();
        ObjectNode job = body.putObject("data").put("type", "data-privacy-deletion-job");
        job.putObject("attributes").putObject("profile").set("data", profile);
        return api.post("/api/data-privacy-deletion-jobs", body)
                .rows(List.of(row))
                .idempotent()
                .build();
    }

    /** Who is not there is gone. */
    static void delete(KlaviyoApi api, HttpCall call) {
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw ApiErrors.refusal(call, answer);
        }
    }
}
