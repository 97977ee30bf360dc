// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final House NO_BOB =
            member -> Optional.ofNullable(member.identifiers().get("email"))
                    .filter(email -> email.startsWith("bob"))
                    .map(email -> new Refusal("mailbox_bounced", "bounced"));

    private final HttpClient client = HttpClient.newHttpClient();
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = Receiver.started(0, SECRET, NO_BOB);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void keepsWhoEnteredAndNamesTheRowItRefused() throws Exception {
        HttpResponse<String> answer =
                send("m1", message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 2, "bob@x.example")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"results":[{"index":1,"status":"rejected","code":"mailbox_bounced","message":"bounced"}]}""");
        assertThat(receiver.members("seg-1")).containsOnlyKeys("1");
        assertThat(receiver.traffic()).isEqualTo(new Traffic(1, 0, 0, 2, 1));
    }

    @Test
    void letsGoWhoLeftAndWritesWhatChanged() throws Exception {
        send("m1", message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 3, "eve@x.example")));
        send("m2", message(row("EXITED", 1, "ann@x.example"), row("UPDATED", 3, "eva@x.example")));

        assertThat(receiver.members("seg-1")).containsOnlyKeys("3");
        assertThat(receiver.members("seg-1").get("3").identifiers()).containsEntry("email", "eva@x.example");
    }

    @Test
    void writesOnlyTheFieldsThatAreNamedAndClearsWhereNullIsSent() throws Exception {
        send("m1", message(row("ENTERED", 1, "ann@x.example").replace("{}", "{\"city\":\"Wien\",\"score\":3}")));
        send("m2", message(row("UPDATED", 1, "ann@x.example").replace("{}", "{\"score\":null,\"tier\":\"a\"}")));

        assertThat(receiver.members("seg-1").get("1").fields()).isEqualTo(Map.of("city", "Wien", "tier", "a"));
    }

    @Test
    void knowsPeopleByNumberWhateverTheirAddress() throws Exception {
        send("m1", message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 2, "eve@x.example")));
        send("m2", message(row("UPDATED", 1, "eve@x.example")));
        assertThat(receiver.members("seg-1")).containsOnlyKeys("1", "2");

        send("m3", message(row("EXITED", 2, "")));

        assertThat(receiver.members("seg-1")).containsOnlyKeys("1");
    }

    @Test
    void answersAPingAndKeepsNothingOfIt() throws Exception {
        assertThat(send("p1", "{\"type\":\"webhook.ping\",\"data\":{}}").statusCode())
                .isEqualTo(200);
        assertThat(receiver.audiences()).isEmpty();
    }

    @Test
    void refusesAForgedSignatureAndTakesNothingFromIt() throws Exception {
        String body = message(row("ENTERED", 1, "ann@x.example"));
        HttpResponse<String> answer = post("m1", Instant.now(), sign("m1", Instant.now(), body + " "), body);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(receiver.audiences()).isEmpty();
        assertThat(receiver.traffic().forged()).isEqualTo(1);
    }

    @Test
    void refusesASignatureOfYesterday() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        String body = message(row("ENTERED", 1, "ann@x.example"));

        assertThat(post("m1", yesterday, sign("m1", yesterday, body), body).statusCode())
                .isEqualTo(401);
        assertThat(receiver.audiences()).isEmpty();
    }

    @Test
    void answersAMessageItHasSeenAsBeforeAndDoesNotApplyItAgain() throws Exception {
        String body = message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 2, "bob@x.example"));
        String first = send("m1", body).body();
        send("m2", message(row("EXITED", 1, "ann@x.example")));

        assertThat(send("m1", body).body()).isEqualTo(first);
        assertThat(receiver.members("seg-1")).isEmpty();
        assertThat(receiver.traffic().repeated()).isEqualTo(1);
    }

    @Test
    void suffersFaultsInTheOrderTheyWereGiven() throws Exception {
        receiver.suffer(Fault.status(503));
        receiver.suffer(new Fault.DropBefore());
        receiver.suffer(new Fault.DropAfter());
        String body = message(row("ENTERED", 1, "ann@x.example"));

        assertThat(send("m1", body).statusCode()).isEqualTo(503);
        assertThatThrownBy(() -> send("m1", body)).isInstanceOf(IOException.class);
        assertThat(receiver.audiences()).isEmpty();
        assertThatThrownBy(() -> send("m1", body)).isInstanceOf(IOException.class);
        assertThat(receiver.members("seg-1")).containsOnlyKeys("1");
        assertThat(send("m1", body).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAllButEveryNthRowAndAsksForItAgain() throws Exception {
        receiver.suffer(new Fault.Partly(2));

        HttpResponse<String> answer =
                send("m1", message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 2, "eve@x.example")));

        assertThat(answer.body()).contains("{\"index\":1,\"status\":\"retry\"}");
        assertThat(receiver.members("seg-1")).containsOnlyKeys("1");
    }

    @Test
    void breaksOffInTheMiddleOfItsAnswerAfterItDidTheWork() {
        receiver.suffer(new Fault.Truncate());

        assertThatThrownBy(() -> send("m1", message(row("ENTERED", 1, "ann@x.example"))))
                .isInstanceOf(IOException.class);
        assertThat(receiver.members("seg-1")).containsOnlyKeys("1");
    }

    @Test
    void takesNothingOfAMessageThatOneRowPoisonsAndForgetsWhatItHasNoMemoryFor() throws Exception {
        List<Arrival> seen = new ArrayList<>();
        House strict = new House() {
            @Override
            public Optional<Refusal> objection(Member member) {
                return Optional.empty();
            }

            @Override
            public boolean poisons(Member member) {
                return member.profile().equals("2");
            }

            @Override
            public int memory() {
                return 0;
            }
        };
        receiver.close();
        receiver = Receiver.started(0, SECRET, strict, seen::add);
        String good = message(row("ENTERED", 1, "ann@x.example"));

        assertThat(send("m1", message(row("ENTERED", 1, "ann@x.example"), row("ENTERED", 2, "eve@x.example")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(receiver.members("seg-1")).isEmpty();
        send("m2", good);
        send("m2", good);

        assertThat(seen)
                .extracting(Arrival::fate)
                .containsExactly(Arrival.Fate.TURNED_AWAY, Arrival.Fate.APPLIED, Arrival.Fate.APPLIED);
    }

    @Test
    void showsItsAudiencesToWhoAsks() throws Exception {
        send("m1", message(row("ENTERED", 1, "ann@x.example")));

        assertThat(get("/audiences")).isEqualTo("{\"seg-1\":1}");
        assertThat(get("/audiences/seg-1")).contains("\"profile\":\"1\"", "ann@x.example");
    }

    private static String row(String change, int profile, String email) {
        return """
                {"change":"%s","profileId":"%d","identifiers":{"email":"%s"},"fields":{}}"""
                .formatted(change, profile, email);
    }

    private static String message(String... rows) {
        return """
                {"type":"segment.membership.changed","data":{"audience":{"key":"seg-1","name":"one"},"changes":[%s]}}"""
                .formatted(String.join(",", rows));
    }

    private HttpResponse<String> send(String id, String body) throws Exception {
        Instant now = Instant.now();
        return post(id, now, sign(id, now, body), body);
    }

    private static String sign(String id, Instant at, String body) throws Exception {
        return new Webhook(SECRET).sign(id, at.getEpochSecond(), body);
    }

    private HttpResponse<String> post(String id, Instant at, String signature, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(receiver.hook())
                        .timeout(Duration.ofSeconds(10))
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                        .header("webhook-signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(receiver.hook().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
