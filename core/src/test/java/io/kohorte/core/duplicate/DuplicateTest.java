// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.kohorte.core.platform.Api;
import io.kohorte.core.platform.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way: people come in, pairs are found, decided by a person, and a wrong decision is taken back. */
@QuarkusTest
class DuplicateTest {

    private static final String LETTERS = "abcdefghiklmnoprstuvwz";

    @Inject
    DuplicateSearch duplicates;

    @Inject
    DataSource database;

    private final SplittableRandom random = new SplittableRandom();
    private final List<Map<String, Object>> messages = new ArrayList<>();
    private String key;
    private String who;

    @BeforeEach
    void aTownAndSomebodyWhoIsInItTwice() {
        key = admin().body(Map.of("name", "town " + UUID.randomUUID(), "kind", "events"))
                .post("/api/v1/sources")
                .path("writeKey");
        who = "twice-" + UUID.randomUUID();
        for (int i = 0; i < 60; i++) {
            identify(
                    "town-" + UUID.randomUUID(),
                    person(word(), word(), word(), "19%02d-03-%02d".formatted(i, i % 28 + 1)));
        }
        Map<String, Object> person = person("Hieronymus", who.substring(0, 14), word(), someDay());
        identify(who, person);
        Map<String, Object> again = new java.util.HashMap<>(person);
        again.put("first_name", "Hieronimus");
        again.put("newsletter_topic", "shoes");
        identify(who + "-again", again);
        track(who, "Order Completed");
        track(who + "-again", "Order Completed");
        send();
    }

    @AfterEach
    void nothingIsMergedWithoutAskingAnyMore() {
        automatic(null);
    }

    @Test
    void aPairIsFoundWithItsReasonsAndMergedAndSplitAgain() {
        consent(who, true);
        search();
        int pair = pair("open");
        admin().get("/api/v1/duplicates/{id}", pair)
                .then()
                .statusCode(200)
                .body("household", equalTo(false))
                .body("why.en", containsString("birthday the same"))
                .body("why.en", containsString("first name nearly the same"))
                .body("why.de", containsString("Vorname fast gleich"))
                .body("reasons.find { it.field == 'birth-date' }.agreement", equalTo("exact"))
                .body("one.identities.value", hasItem(who))
                .body("other.identities.value", hasItem(who + "-again"));

        admin().post("/api/v1/duplicates/{id}:merge", pair)
                .then()
                .statusCode(200)
                .body("state", equalTo("merged"))
                .body("decidedBy", equalTo("admin"));
        assertThat(profile(who)).isEqualTo(profile(who + "-again"));
        assertThat(timeline(who)).isEqualTo(2);
        assertThat(traits(who)).containsEntry("newsletter_topic", "shoes").containsEntry("first_name", "Hieronymus");
        admin().post("/api/v1/duplicates/{id}:merge", pair)
                .then()
                .statusCode(409)
                .body("code", equalTo("ALREADY_DECIDED"));

        admin().post("/api/v1/duplicates/{id}:undo", pair)
                .then()
                .statusCode(200)
                .body("identities", equalTo(1))
                .body("events", equalTo(1))
                .body("left.code", hasItem("LISTS"));
        assertThat(profile(who)).isNotEqualTo(profile(who + "-again"));
        assertThat(timeline(who)).isEqualTo(1);
        assertThat(timeline(who + "-again")).isEqualTo(1);
        assertThat(traits(who)).doesNotContainKey("newsletter_topic").containsEntry("first_name", "Hieronymus");
        assertThat(traits(who + "-again"))
                .containsEntry("newsletter_topic", "shoes")
                .containsEntry("first_name", "Hieronimus");
        assertThat(consents(who)).containsEntry("marketing", true);
        assertThat(consents(who + "-again")).isEmpty();
        admin().post("/api/v1/duplicates/{id}:undo", pair).then().statusCode(409);
    }

    @Test
    void aConsentWithdrawnAfterTheMergeStaysWithdrawnForBoth() {
        consent(who, true);
        consent(who + "-again", true);
        search();
        int pair = pair("open");
        admin().post("/api/v1/duplicates/{id}:merge", pair).then().statusCode(200);
        consent(who, false);
        admin().post("/api/v1/duplicates/{id}:undo", pair).then().statusCode(200);
        assertThat(consents(who)).containsEntry("marketing", false);
        assertThat(consents(who + "-again")).containsEntry("marketing", false);
    }

    @Test
    void aDismissedPairComesBackOnlyWhenItChanges() {
        search();
        int pair = pair("open");
        admin().post("/api/v1/duplicates/{id}:dismiss", pair)
                .then()
                .statusCode(200)
                .body("state", equalTo("dismissed"));
        search();
        assertThat(pair("dismissed")).isEqualTo(pair);
        identify(who + "-again", Map.of("first_name", "Hieronymus"));
        send();
        search();
        assertThat(pair("open")).isEqualTo(pair);
    }

    @Test
    void pairsAreMergedWithoutAskingOnlyWhereAnAdministratorSaysSo() {
        search();
        int pair = pair("open");
        given().spec(Api.as(viewer()))
                .body(Map.of("automatic", 0.95))
                .put("/api/v1/duplicates/settings")
                .then()
                .statusCode(403);
        admin().body(Map.of("automatic", 0.2))
                .put("/api/v1/duplicates/settings")
                .then()
                .statusCode(422);
        automatic(0.95);
        search();
        assertThat(pair("merged")).isEqualTo(pair);
        admin().get("/api/v1/duplicates/{id}", pair).then().body("decidedBy", equalTo("automatic"));
        admin().queryParam("limit", 500)
                .get("/api/v1/audit")
                .then()
                .body("items.subject", hasItem("duplicate " + pair));
    }

    /** With the same weights: learning them anew is the matter of a search among everybody. */
    @Test
    void whoComesLaterIsFoundAsIfEverybodyWereSearchedAgain() throws SQLException {
        duplicates.search(DuplicateSearch.Scope.EVERYBODY, unheard -> {});
        Map<String, Object> latecomer = person("Hieronymus", "late-" + who.substring(6, 14), word(), someDay());
        identify("late-" + who, latecomer);
        identify("late-" + who + "-again", latecomer);
        identify(who + "-again", Map.of("first_name", "Hieronymus"));
        send();

        DuplicateSearch.Result changed = duplicates.search(DuplicateSearch.Scope.CHANGED, unheard -> {});
        List<String> found = openPairs();
        forgetWhoWasSeen();
        DuplicateSearch.Result everybody = duplicates.search(DuplicateSearch.Scope.CHANGED, unheard -> {});

        assertThat(everybody.compared()).isEqualTo(everybody.people()).isGreaterThan(changed.compared());
        assertThat(openPairs())
                .isEqualTo(found)
                .anyMatch(pair -> pair.startsWith(between(profile("late-" + who), profile("late-" + who + "-again"))));
    }

    private static String between(int one, int other) {
        return Math.min(one, other) + " " + Math.max(one, other) + " ";
    }

    /** Each with all that is told of it. */
    private List<String> openPairs() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select one || ' ' || other || ' ' || probability || ' ' || household || ' ' || reasons || ' ' || content"
                                + " from duplicate where state = 'open' order by one, other");
                ResultSet row = select.executeQuery()) {
            List<String> pairs = new ArrayList<>();
            while (row.next()) {
                pairs.add(row.getString(1));
            }
            return pairs;
        }
    }

    private void forgetWhoWasSeen() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("update duplicate_search set seen = null")) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aListHasPagesAndAnUnknownPairAndAViewerAreRefused() {
        search();
        admin().queryParam("limit", 1)
                .get("/api/v1/duplicates")
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
        admin().queryParam("state", "perhaps").get("/api/v1/duplicates").then().statusCode(400);
        admin().queryParam("cursor", "bm9uZQ").get("/api/v1/duplicates").then().statusCode(400);
        admin().post("/api/v1/duplicates/999999999:merge").then().statusCode(404);
        given().spec(Api.as(viewer()))
                .post("/api/v1/duplicates/{id}:merge", pair("open"))
                .then()
                .statusCode(403);
    }

    private static void automatic(Double from) {
        Map<String, Object> settings = new java.util.HashMap<>();
        settings.put("automatic", from);
        admin().body(settings).put("/api/v1/duplicates/settings").then().statusCode(200);
    }

    private static void search() {
        int run = admin().post("/api/v1/duplicates:search")
                .then()
                .statusCode(202)
                .body("run", notNullValue())
                .extract()
                .path("run");
        Eventually.holds(() -> admin().get("/api/v1/runs/{id}", run).path("finishedAt") != null);
        admin().get("/api/v1/runs/{id}", run).then().body("state", equalTo("completed"));
    }

    /** Of the one who is there twice. */
    private int pair(String state) {
        String cursor = "";
        do {
            var page = admin().queryParam("state", state)
                    .queryParam("limit", 100)
                    .queryParam("cursor", cursor)
                    .get("/api/v1/duplicates")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            for (int i = 0; i < page.getList("items").size(); i++) {
                if (page.getString("items[" + i + "].one.traits.last_name").equals(who.substring(0, 14))) {
                    return page.getInt("items[" + i + "].id");
                }
            }
            cursor = page.getString("next");
        } while (cursor != null);
        throw new AssertionError("no pair of theirs is " + state);
    }

    private void identify(String user, Map<String, Object> traits) {
        messages.add(Map.of("type", "identify", name(user), user, "traits", traits));
    }

    private void track(String user, String event) {
        messages.add(Map.of("type", "track", name(user), user, "event", event, "timestamp", "2026-01-02T10:00:00Z"));
    }

    /** The second time they came without their account. */
    private static String name(String user) {
        return user.endsWith("-again") ? "anonymousId" : "userId";
    }

    private static String namespace(String user) {
        return user.endsWith("-again") ? "anonymous_id" : "user_id";
    }

    private void send() {
        given().auth()
                .preemptive()
                .basic(key, "")
                .contentType("application/json")
                .body(Map.of("batch", messages))
                .post("/v1/batch")
                .then()
                .statusCode(200);
        messages.clear();
    }

    private void consent(String user, boolean granted) {
        admin().body(Map.of(
                        "identity",
                        Map.of("namespace", namespace(user), "value", user),
                        "consents",
                        Map.of("marketing", granted)))
                .put("/api/v1/consents")
                .then()
                .statusCode(200);
    }

    private static int profile(String user) {
        return admin().queryParam("identity", namespace(user) + ":" + user)
                .get("/api/v1/profiles")
                .path("items[0].id");
    }

    private static int timeline(String user) {
        return admin().get("/api/v1/profiles/{id}", profile(user))
                .jsonPath()
                .getList("timeline")
                .size();
    }

    private static Map<String, Object> traits(String user) {
        return admin().get("/api/v1/profiles/{id}", profile(user)).path("traits");
    }

    private static Map<String, Object> consents(String user) {
        return admin().get("/api/v1/profiles/{id}", profile(user)).path("consents");
    }

    private static Map<String, Object> person(String first, String last, String street, String born) {
        return Map.of("first_name", first, "last_name", last, "street", street, "date_of_birth", born);
    }

    private static String viewer() {
        String name = "viewer-" + UUID.randomUUID();
        admin().body(Map.of("name", name, "role", "viewer", "password", Api.PASSWORD))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        return name;
    }

    /** Those of other tests are in the same database, and must not be taken for the same person. */
    private static String someDay() {
        return LocalDate.of(1900, 1, 1)
                .plusDays(ThreadLocalRandom.current().nextInt(36_000))
                .toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }
}
