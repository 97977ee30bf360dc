// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.SyncMode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a destination sees of a person, for every mode, every delete behaviour and everything that can happen to them. */
@QuarkusTest
class ModeTest {

    private static final Set<SyncMode> WRITING_FIELDS = EnumSet.of(SyncMode.INSERT, SyncMode.UPDATE, SyncMode.UPSERT);

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    static Stream<Arguments> everyModeAndDeleteBehaviour() {
        return Arrays.stream(SyncMode.values()).flatMap(mode -> Arrays.stream(DeleteBehaviour.values())
                .filter(behaviour -> mode != SyncMode.REMOVE || behaviour != DeleteBehaviour.NOTHING)
                .map(behaviour -> Arguments.of(mode, behaviour)));
    }

    @Test
    void aSyncThatRemovesIsNotToldToDoNothing() throws SQLException {
        var draft = draft(SyncMode.REMOVE, DeleteBehaviour.NOTHING, people.segment());
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/deleteBehaviour"))
                .body("code", equalTo("REMOVES_NOTHING"));

        draft.remove("deleteBehaviour");
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(201)
                .body("deleteBehaviour", equalTo("remove-from-audience"));
    }

    @ParameterizedTest
    @MethodSource("everyModeAndDeleteBehaviour")
    void theDestinationSeesWhatTheModeSays(SyncMode mode, DeleteBehaviour behaviour) throws SQLException {
        var winner = named("winner", "u1");
        var loser = named("merged", "u2");
        var stays = person("stays");
        var changes = person("changes");
        var leaves = person("leaves");
        var suppressed = person("suppressed");
        var withdrawn = person("withdrawn");
        var enters = person("enters");
        var segment = people.segment(winner, loser, stays, changes, leaves, suppressed, withdrawn);
        var sync = SyncDesk.create(draft(mode, behaviour, segment));
        assertThat(run(sync).getInt("counts." + (mode == SyncMode.REMOVE ? "removed" : "added") + ".accepted"))
                .isEqualTo(7);
        receiver.forgetDeliveries();

        people.trait(changes, "{\"city\":\"Bonn\"}");
        people.suppress("suppressed");
        people.consent(withdrawn, false);
        people.members(segment, winner, stays, changes, suppressed, withdrawn, enters);
        SyncDesk.merge(people.named("u1"), people.named("u2"));
        var run = run(sync);

        assertThat(run.getString("state")).isEqualTo("completed");
        assertThat(seen()).isEqualTo(expected(mode, behaviour));
        receiver.forgetDeliveries();
        run(sync);
        assertThat(receiver.deliveries()).as("nothing is left to be done").isEmpty();
    }

    /** The table: the message by person; who is not named is not mentioned to the destination. */
    private Map<String, String> expected(SyncMode mode, DeleteBehaviour behaviour) {
        var expected = new TreeMap<String, String>();
        expected.put("enters", mode == SyncMode.REMOVE ? left(behaviour) : "ENTERED {\"Town\":\"Ulm\"}");
        if (mode == SyncMode.REMOVE) {
            expected.put("changes", left(behaviour).replace("Ulm", "Bonn"));
        } else if (mode != SyncMode.INSERT) {
            expected.put("changes", "UPDATED {\"Town\":\"Bonn\"}");
        }
        var tells = mode == SyncMode.MIRROR || WRITING_FIELDS.contains(mode);
        if (tells) {
            for (var gone : Set.of("leaves", "suppressed", "withdrawn", "merged")) {
                expected.put(gone, left(behaviour));
            }
        }
        expected.values().removeIf(String::isEmpty);
        return expected;
    }

    /** With the behaviour {@code nothing} the receiver is not told at all. */
    private static String left(DeleteBehaviour behaviour) {
        return switch (behaviour) {
            case NOTHING -> "";
            case CLEAR_FIELDS -> "EXITED clear-fields {\"Town\":null}";
            case REMOVE_FROM_AUDIENCE, DELETE -> "EXITED " + behaviour.wire() + " {\"Town\":\"Ulm\"}";
        };
    }

    private Map<String, String> seen() {
        var seen = new TreeMap<String, String>();
        for (var message : receiver.deliveries()) {
            for (var change : message.path("data").path("changes")) {
                var name = change.path("identifiers").path("email").asText().replace(people.mail(""), "");
                assertThat(seen.put(name, words(change))).as(name).isNull();
            }
        }
        return seen;
    }

    private static String words(JsonNode change) {
        var behaviour = change.path("deleteBehaviour").asText();
        return change.path("change").asText() + (behaviour.isEmpty() ? "" : " " + behaviour) + " "
                + change.path("fields");
    }

    private Map<String, Object> draft(SyncMode mode, DeleteBehaviour behaviour, long segment) {
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        draft.put("mode", mode.wire());
        draft.put("deleteBehaviour", behaviour.wire());
        return draft;
    }

    private int person(String name) throws SQLException {
        return people.person(name, "{\"city\":\"Ulm\"}");
    }

    private int named(String name, String user) throws SQLException {
        var number = person(name);
        people.called(number, "user_id", people.named(user));
        return number;
    }
}
