// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the API's own description names: who is let in, and what of it is written down. Nothing it is asked about exists. */
@QuarkusTest
class EveryEndpointTest {

    private static final String NOTHING = "987654321";

    /** Open to the world: they know who calls by a write key, or by the vendor's signature. */
    private static final Set<String> OPEN =
            Set.of("POST /v1/{call}", "POST /api/v1/feedback/{destination}", "GET /api/v1/feedback/{destination}");

    /** All others: a read needs a viewer, a write an editor. */
    private static final Map<String, Role> EXCEPTIONS = Map.ofEntries(
            Map.entry("GET /api/v1/audit", Role.ADMIN),
            Map.entry("GET /api/v1/users", Role.ADMIN),
            Map.entry("POST /api/v1/users", Role.ADMIN),
            Map.entry("PUT /api/v1/users/{id}", Role.ADMIN),
            Map.entry("DELETE /api/v1/users/{id}", Role.ADMIN),
            Map.entry("GET /api/v1/alert-routes", Role.ADMIN),
            Map.entry("POST /api/v1/alert-routes", Role.ADMIN),
            Map.entry("GET /api/v1/alert-routes/{id}", Role.ADMIN),
            Map.entry("PUT /api/v1/alert-routes/{id}", Role.ADMIN),
            Map.entry("DELETE /api/v1/alert-routes/{id}", Role.ADMIN),
            Map.entry("POST /api/v1/alert-routes/{id}:test", Role.ADMIN),
            Map.entry("POST /api/v1/destinations", Role.ADMIN),
            Map.entry("PUT /api/v1/destinations/{id}", Role.ADMIN),
            Map.entry("DELETE /api/v1/destinations/{id}", Role.ADMIN),
            Map.entry("PUT /api/v1/duplicates/settings", Role.ADMIN),
            Map.entry("GET /api/v1/tracking", Role.ADMIN),
            Map.entry("PUT /api/v1/tracking", Role.ADMIN),
            Map.entry("DELETE /api/v1/tracking", Role.ADMIN),
            Map.entry("POST /api/v1/tracking:check", Role.ADMIN),
            Map.entry("POST /api/v1/segments:estimate", Role.VIEWER),
            Map.entry("POST /api/v1/tokens", Role.VIEWER),
            Map.entry("DELETE /api/v1/tokens/{id}", Role.VIEWER),
            Map.entry("PUT /api/v1/users/me/password", Role.VIEWER));

    /** Asked with a body, and nothing is other afterwards. */
    private static final Set<String> QUESTIONS = Set.of(
            "POST /api/v1/segments:estimate",
            "POST /api/v1/models:look",
            "POST /api/v1/sources:inspect",
            "POST /api/v1/connectors/{type}:preview",
            "POST /api/v1/syncs/{id}:dry-run",
            "POST /api/v1/syncs/{id}:undo-dry-run");

    @TestHTTPResource("/")
    URI application;

    @Inject
    ObjectMapper json;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Operation> operations = new ArrayList<>();

    /** One way to call; what takes several kinds of content is several. */
    private record Operation(String method, String path, Optional<String> content) {

        String name() {
            return method + " " + path;
        }

        String target() {
            return path.replaceAll("\\{[^}]+}", NOTHING);
        }

        Role needs() {
            return EXCEPTIONS.getOrDefault(name(), method.equals("GET") ? Role.VIEWER : Role.EDITOR);
        }
    }

    @BeforeEach
    void readTheDescription() throws IOException {
        var paths =
                json.readTree(given().get("/q/openapi?format=json").asString()).path("paths");
        for (var path : paths.properties()) {
            for (var operation : path.getValue().properties()) {
                var method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                if (Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
                    contents(operation.getValue())
                            .forEach(content -> operations.add(new Operation(method, path.getKey(), content)));
                }
            }
        }
        assertThat(operations).hasSizeGreaterThan(80);
        assertThat(operations.stream().map(Operation::name).collect(toSet()))
                .containsAll(OPEN)
                .containsAll(EXCEPTIONS.keySet())
                .containsAll(QUESTIONS);
    }

    @Test
    void whoIsLetInIsWhoShould() throws Exception {
        var tokens = Arrays.stream(Role.values()).collect(toMap(role -> role, EveryEndpointTest::token));
        var expected = new TreeMap<String, String>();
        var seen = new TreeMap<String, String>();
        for (var operation : operations) {
            if (OPEN.contains(operation.name())) {
                continue;
            }
            var key = operation.name() + " " + operation.content().orElse("");
            expected.put(key, answers(operation.needs()));
            var stranger = status(operation, Optional.empty());
            var roles = new ArrayList<String>();
            for (var role : Role.values()) {
                roles.add(status(operation, Optional.of(tokens.get(role))) == 403 ? "refused" : "let in");
            }
            seen.put(key, stranger + " " + roles);
        }
        assertThat(seen).isEqualTo(expected);
    }

    private static String answers(Role needed) {
        return "401 "
                + Arrays.stream(Role.values())
                        .map(role -> role.includes(needed) ? "let in" : "refused")
                        .toList();
    }

    @Test
    void everyWriteIsWrittenDownAndNoQuestionIs() throws Exception {
        var expected = new ArrayList<String>();
        var token = token(Role.ADMIN);
        var begun = entries().get(0);
        for (var operation : operations) {
            status(operation, Optional.of(token));
            var isWrite = !operation.method().equals("GET") && !QUESTIONS.contains(operation.name());
            if (isWrite && !OPEN.contains(operation.name())) {
                expected.add(operation.method() + " " + operation.target());
            }
        }

        var entries = entries();
        var written = entries.subList(0, entries.indexOf(begun)).stream()
                .map(entry -> entry.get("action") + " " + entry.get("subject"))
                .toList();

        assertThat(written).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Map<String, Object>> entries() {
        return admin().get("/api/v1/audit?limit=500").jsonPath().getList("items");
    }

    private static List<Optional<String>> contents(JsonNode operation) {
        var contents = new ArrayList<Optional<String>>();
        operation
                .path("requestBody")
                .path("content")
                .fieldNames()
                .forEachRemaining(content -> contents.add(Optional.of(content)));
        return contents.isEmpty() ? List.of(Optional.empty()) : contents;
    }

    private static String token(Role role) {
        return admin().body(Map.of("name", "every endpoint", "role", role.wire()))
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    /** Live events never end: nothing is read. */
    private int status(Operation operation, Optional<String> token) throws Exception {
        var body = operation.content().isPresent()
                ? HttpRequest.BodyPublishers.ofString("{}")
                : HttpRequest.BodyPublishers.noBody();
        var request = HttpRequest.newBuilder(application.resolve(operation.target()))
                .method(operation.method(), body)
                .timeout(Duration.ofMinutes(1));
        operation.content().ifPresent(content -> request.header("content-type", content));
        token.ifPresent(value -> request.header("authorization", "Bearer " + value));
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }
}
