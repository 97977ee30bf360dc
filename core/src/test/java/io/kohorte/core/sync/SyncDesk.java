// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.platform.Api;
import io.kohorte.core.platform.Eventually;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Configures destinations and syncs over the API, and waits for their runs. */
public final class SyncDesk {

    private static final Set<String> FINAL =
            Set.of("completed", "completed-with-errors", "failed", "cancelled", "paused");

    private SyncDesk() {}

    public static long destination(Receiver receiver) {
        return destination("webhook", Map.of("url", receiver.url(), "secret", Receiver.SECRET));
    }

    public static long destination(String connector, Map<String, ?> settings) {
        return admin().body(Map.of(
                        "name", connector + "-" + UUID.randomUUID(), "connector", connector, "settings", settings))
                .post("/api/v1/destinations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    /** A mirror by e-mail address for those who allow marketing; to be changed as a test needs it. */
    public static Map<String, Object> draft(long destination, long segment) {
        return new HashMap<>(Map.of(
                "name",
                "sync-" + UUID.randomUUID(),
                "segments",
                List.of(segment),
                "destination",
                destination,
                "mode",
                "mirror",
                "deleteBehaviour",
                "remove-from-audience",
                "matchKey",
                "email",
                "purpose",
                "marketing",
                "mapping",
                Map.of("fields", List.of(Map.of("to", "Town", "from", "city")))));
    }

    public static long create(Map<String, Object> draft) {
        return admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(201)
                .body("state", equalTo("active"))
                .extract()
                .jsonPath()
                .getLong("id");
    }

    /** A run from its start to its end. */
    public static JsonPath run(long sync) {
        return ended(admin().body(Map.of("confirmRemovals", false))
                .post("/api/v1/syncs/" + sync + ":run")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run"));
    }

    /** Waits on the live events, which end with the run. */
    public static JsonPath ended(long run) {
        var shown = watched(run);
        assertThat(FINAL).contains(shown.getString("state"));
        return shown;
    }

    /** A run that was paused is looked at again once it goes on, which may be before anybody looks. */
    public static JsonPath finished(long run) {
        Eventually.holds(() -> {
            var state = watched(run).getString("state");
            return FINAL.contains(state) && !state.equals("paused");
        });
        return watched(run);
    }

    private static JsonPath watched(long run) {
        Api.awaitEnd(run);
        return admin().get("/api/v1/runs/" + run)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Waits until somebody or something asked for a run. */
    public static long firstRun(long sync) {
        return nthRun(sync, 1);
    }

    /** Waits until there are so many runs, counted from the first, and gives the last of these. */
    public static long nthRun(long sync, int count) {
        Eventually.holds(() -> runs(sync).size() >= count);
        var runs = runs(sync);
        return runs.get(runs.size() - count);
    }

    private static List<Integer> runs(long sync) {
        return admin().get("/api/v1/syncs/" + sync + "/runs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }

    /** Says that the second user is the first one: of their profiles the lower number wins. */
    public static void merge(String user, String other) {
        track("alias", Map.of("previousId", other, "userId", user, "messageId", UUID.randomUUID()));
    }

    /** A message from a site that is connected for it. */
    public static void track(String kind, Map<String, ?> message) {
        var key = admin().body(Map.of("name", "site " + UUID.randomUUID(), "kind", "events"))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("writeKey");
        given().auth()
                .preemptive()
                .basic(key, "")
                .contentType("application/json")
                .body(message)
                .post("/v1/" + kind)
                .then()
                .statusCode(200);
    }
}
