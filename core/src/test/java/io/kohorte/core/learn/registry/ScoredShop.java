// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.Api;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.RestAssured;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** The small shop with models that know its customers: what they say of them now, and what is kept of it. */
@Singleton
class ScoredShop {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEAT = 0x53434F52;

    private final DataSource database;
    private final Models models;
    private final Scoring scoring;

    ScoredShop(DataSource database, Models models, Scoring scoring) {
        this.database = database;
        this.models = models;
        this.scoring = scoring;
    }

    /** Nobody is known but its customers, and of them nothing but what they bought. */
    void open() throws SQLException {
        execute("truncate profile, identity, event, score, message_seen cascade");
        SmallShop.open(database);
        execute("insert into trait (name, type) values ('plan', 'text') on conflict do nothing");
        execute("insert into identity (namespace, value, profile)"
                + " select 'user_id', 'customer-' || number, number from profile");
    }

    ModelId trained(Map<String, Object> draft) {
        ModelId model = new ModelId(created("models", draft));
        train(model);
        return model;
    }

    void train(ModelId model) {
        long run = admin().post("/api/v1/models/" + model.value() + ":train")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        Api.awaitEnd(run);
        admin().get("/api/v1/runs/" + run).then().body("state", equalTo("completed"));
    }

    SegmentId segment(String name, String definition) {
        return new SegmentId(created(
                "segments",
                "{\"name\":\"" + name + "\",\"kind\":\"rule\",\"definition\":" + definition.replace('\'', '"') + "}"));
    }

    /** Answers the id of what was created. */
    static long created(String what, Object draft) {
        return admin().body(draft)
                .post("/api/v1/" + what)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    /** Answers a write key. */
    String door() {
        return admin().body(Map.of("name", "site " + System.nanoTime(), "kind", "events"))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("writeKey");
    }

    static void post(String key, Collection<Map<String, Object>> messages) {
        RestAssured.given()
                .auth()
                .preemptive()
                .basic(key, "")
                .contentType("application/json")
                .body(Map.of("batch", messages))
                .post("/v1/batch")
                .then()
                .statusCode(200);
    }

    int champion(ModelId id) {
        return model(id).champion().orElseThrow();
    }

    Model model(ModelId id) {
        return QuarkusTransaction.requiringNew().call(() -> models.find(id).orElseThrow());
    }

    /** What the champion says, asked about everybody. */
    Map<Integer, Double> anew(ModelId id) {
        Scoring.Scored anew = scoring.everybody(model(id), scoring.voice(model(id), champion(id)));
        Map<Integer, Double> scores = new TreeMap<>();
        for (int row = 0; row < anew.values().length; row++) {
            scores.put(anew.profiles()[row], anew.values()[row]);
        }
        return scores;
    }

    /** What is kept. */
    Map<Integer, Double> kept(ModelId id) {
        Map<Integer, Double> scores = new TreeMap<>();
        read(
                "select profile, value from score where model = " + id.value(),
                row -> scores.put(row.getInt(1), row.getDouble(2)));
        return scores;
    }

    RoaringBitmap profiles(String sql) {
        RoaringBitmap profiles = new RoaringBitmap();
        read(sql, row -> profiles.add(row.getInt(1)));
        return profiles;
    }

    /** Waits until nothing differs. */
    static void awaitNone(Supplier<? extends Collection<?>> differing, String when) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Collection<?> found = differing.get();
        while (!found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
            found = differing.get();
        }
        assertThat(found)
                .as("%s: what everybody, asked anew, answers otherwise", when)
                .isEmpty();
    }

    /** Takes the seat of scoring from the application, as another process would whose rival lost its connection. */
    Seat seat() throws SQLException, InterruptedException {
        Connection ours = database.getConnection();
        Thread waiting = new Thread(() -> run(ours, "select pg_advisory_lock(" + SEAT + ", 0)"));
        waiting.start();
        while (waiting.isAlive()) {
            execute(
                    "select pg_terminate_backend(pid) from pg_locks held where locktype = 'advisory' and granted and classid = "
                            + SEAT
                            + " and exists (select from pg_locks w where w.classid = held.classid and not w.granted)");
            waiting.join(50);
        }
        return new Seat(ours);
    }

    /** Held until it is closed. */
    record Seat(Connection connection) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            try (connection) {
                run(connection, "select pg_advisory_unlock(" + SEAT + ", 0)");
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            run(connection, sql);
        }
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes in one row of a result. */
    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    void read(String sql, Row reading) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                reading.read(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
