// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.event.Intake;
import io.kohorte.core.event.Observation;
import io.kohorte.core.platform.Api;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** What a page that is being built is told of its visitor: at once what was committed a moment before. */
@QuarkusTest
class PersonalizationTest {

    @Inject
    Intake intake;

    @Inject
    SegmentStore store;

    @Inject
    DataSource database;

    private final String mark = UUID.randomUUID().toString();
    private final Identity mail = new Identity("email", mark + "@example.org");
    private int profile;
    private int segment;
    private long model;

    @BeforeEach
    void aMemberWithAScore() throws SQLException {
        profile = seen(mail);
        segment = Api.admin()
                .body("{\"name\":\"" + mark + "\",\"kind\":\"list\"}")
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        store.store(new SegmentId(segment), RoaringBitmap.bitmapOf(profile), Instant.EPOCH, "manual");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery(
                    "insert into model (name, kind, definition, created_at, updated_at) values ('" + mark
                            + "', 'prediction', '{}', now(), now()) returning id")) {
                row.next();
                model = row.getLong(1);
            }
        }
        score(0.25);
    }

    @Test
    void segmentsAndScoresOfAVisitorAreAnsweredByAnyOfTheirNames() throws SQLException {
        seen(mail, new Identity("phone", "+4366012345"));

        ask(mail.value())
                .body("profile", equalTo(profile))
                .body("segments.id", contains(segment))
                .body("scores.find { it.model == " + model + " }.value", equalTo(0.25f));
    }

    @Test
    void aNewScoreAndANewVersionOfASegmentCountAtOnce() throws SQLException {
        score(0.75);
        ask(mail.value()).body("scores.find { it.model == " + model + " }.value", equalTo(0.75f));

        store.store(new SegmentId(segment), new RoaringBitmap(), Instant.EPOCH, "manual");
        ask(mail.value()).body("segments", empty());
    }

    @Test
    void aVisitorWhoIsMergedAwayIsTheOtherAtOnce() throws SQLException {
        Identity other = new Identity("device", mark);
        seen(other);
        ask("device", mark).body("segments", empty());

        seen(mail, other);

        ask("device", mark).body("profile", equalTo(profile)).body("segments.id", hasItem(segment));
    }

    @Test
    void aSuppressedVisitorIsNobodyAtOnceByWhateverName() throws SQLException {
        seen(mail, new Identity("device", mark));

        Api.admin()
                .body("{\"identities\":[{\"namespace\":\"email\",\"value\":\"" + mail.value()
                        + "\"}],\"reason\":\"asked\"}")
                .post("/api/v1/suppressions")
                .then()
                .statusCode(200);

        ask("device", mark)
                .body("profile", nullValue())
                .body("segments", empty())
                .body("scores", empty());
    }

    @Test
    void whoRefusedProfilingIsNobodyAndWhoAllowsItAgainIsKnown() {
        allow(false);
        ask(mail.value()).body("profile", nullValue()).body("scores", empty());

        allow(true);
        ask(mail.value()).body("profile", equalTo(profile));
    }

    private void allow(boolean profiling) {
        Api.admin()
                .body("{\"identity\":{\"namespace\":\"email\",\"value\":\"%s\"},\"consents\":{\"profiling\":%b}}"
                        .formatted(mail.value(), profiling))
                .put("/api/v1/consents")
                .then()
                .statusCode(200);
    }

    private int seen(Identity... identities) throws SQLException {
        Observation said = new Observation(
                1,
                Optional.empty(),
                Link.seen(List.of(identities), "test"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                Instant.EPOCH,
                null);
        return intake.take(List.of(said)).profiles().get(0);
    }

    private void score(double value) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into score (model, profile, value, version) values (%d, %d, %s, 1) on conflict (model, profile) do update set value = excluded.value"
                            .formatted(model, profile, value));
        }
    }

    private static ValidatableResponse ask(String mail) {
        return ask("email", mail);
    }

    private static ValidatableResponse ask(String namespace, String value) {
        return Api.admin()
                .get("/api/v1/personalization/{namespace}/{value}", namespace, value)
                .then()
                .statusCode(200);
    }
}
