// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.ApiProblem;
import io.kohorte.demo.story.ShopMappings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever comes in wrong gets a clear answer, and nothing is lost by it. */
@ExtendWith(InOpenShop.class)
@Order(3)
class BadInputIT {

    @Test
    void aWrongTokenIsRefused(OpenShop shop) {
        Api stranger = Api.withToken(shop.stand.app().address(), "khr_wrong");

        assertProblem(401, () -> stranger.get("segments"));
    }

    @Test
    void brokenJsonIsRefusedAndMakesNothing(OpenShop shop) {
        long before = segments(shop);

        assertProblem(400, () -> shop.stand
                .api()
                .postRaw("segments", "application/json", "{\"name\":\"x\",".getBytes(StandardCharsets.UTF_8)));
        assertThat(segments(shop)).isEqualTo(before);
    }

    @Test
    void aConditionThatIsNoneIsRefusedWithItsPlace(OpenShop shop) {
        ApiProblem problem = assertProblem(422, () -> shop.stand
                .api()
                .post("segments:estimate", Api.object("{'definition':{'all':[{'trait':'country','oops':1}]}}")));

        assertThat(problem.problem().toString()).contains("/all/0");
    }

    @Test
    void aMappingOfAColumnThatIsNotThereFailsTheImportAndLosesNothing(OpenShop shop) throws IOException {
        long before = profiles(shop);
        Path file = write(shop, "other.csv", "a,b\n1,2\n");

        JsonNode failed = brought(shop, "Wrong mapping", "csv", ShopMappings.orders(), file);

        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.path("problem").path("detail").asText())
                .contains("customer_id")
                .contains("column");
        assertThat(profiles(shop)).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoParquetFailsTheImportAndLosesNothing(OpenShop shop) throws IOException {
        long before = profiles(shop);
        Path file = write(shop, "no.parquet", "PAR1 this is none");

        JsonNode failed = brought(shop, "Broken file", "parquet", ShopMappings.orders(), file);

        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.path("problem").path("detail").asText()).isNotBlank();
        assertThat(profiles(shop)).isEqualTo(before);
    }

    @Test
    void anEmptySourceEmptiesNoAudience(OpenShop shop) throws IOException {
        long before = profiles(shop);
        Map<String, ?> there = shop.chain.audience(shop.chain.syncs().get(0));
        String header = Files.readAllLines(shop.files.resolve("customers.csv")).get(0);
        Path file = write(shop, "nobody.csv", header + "\n");

        JsonNode empty = brought(shop, "Nobody", "csv", ShopMappings.customers(), file);

        assertThat(empty.path("report").path("accepted").asLong()).isZero();
        assertThat(profiles(shop)).isEqualTo(before);
        shop.chain.deliverAgain();
        assertThat(shop.chain.audience(shop.chain.syncs().get(0))).isEqualTo(there);
    }

    @Test
    void eventsUnderAWrongWriteKeyAreRefused(OpenShop shop) throws Exception {
        var client = HttpClient.newHttpClient();
        String basic = Base64.getEncoder().encodeToString("wrong:".getBytes(StandardCharsets.UTF_8));
        var answer = client.send(
                HttpRequest.newBuilder(shop.stand.app().address().resolve("/v1/track"))
                        .header("authorization", "Basic " + basic)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"userId\":\"u1\",\"event\":\"Order Completed\",\"messageId\":\"m1\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aDestinationWithoutItsSecretIsRefusedAtTheField(OpenShop shop) {
        ApiProblem problem = assertProblem(422, () -> shop.stand
                .api()
                .post(
                        "destinations",
                        Api.object("{'name':'x','connector':'webhook','settings':{'url':'http://127.0.0.1:9/'}}")));

        assertThat(problem.problem().toString()).contains("secret");
    }

    private static ApiProblem assertProblem(int status, ThrowingCallable call) {
        ApiProblem problem = catchThrowableOfType(ApiProblem.class, call);
        assertThat(problem).isNotNull();
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isNotBlank();
        assertThat(problem.problem().path("detail").asText()).isNotBlank();
        return problem;
    }

    private static long segments(OpenShop shop) {
        long[] count = {0};
        shop.stand.api().each("segments", segment -> count[0]++);
        return count[0];
    }

    private static long profiles(OpenShop shop) {
        return shop.stand
                .api()
                .post("segments:estimate", Api.object("{'definition':{'all':[]}}"))
                .path("of")
                .asLong();
    }

    /** The import, however it ends; one that is refused at the door is its problem. */
    private static JsonNode brought(OpenShop shop, String name, String format, JsonNode mapping, Path file)
            throws IOException {
        Api api = shop.stand.api();
        var source =
                Api.object("{'name':'" + name + "','kind':'file','format':'" + format + "','mapping':" + mapping + "}");
        JsonNode started = api.upload(api.post("sources", source).path("id").asLong(), file);
        JsonNode run = api.follow(started.path("run").asLong(), state -> {});
        var done = (ObjectNode) api.get("imports/" + started.path("id").asLong());
        done.put("state", run.path("state").asText());
        if (!done.hasNonNull("problem")) {
            done.set("problem", run.path("problem"));
        }
        return done;
    }

    private static Path write(OpenShop shop, String name, String text) throws IOException {
        return Files.writeString(shop.stand.folder().resolve(name), text);
    }
}
