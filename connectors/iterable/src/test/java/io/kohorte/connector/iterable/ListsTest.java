// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static io.kohorte.connector.iterable.FakeIterable.spec;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListsTest {

    private static final AudienceSpec OURS =
            spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Map.of());
    private static final AudienceSpec CHOSEN =
            spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Map.of("listId", "72"));

    private final FakeIterable iterable = new FakeIterable();
    private final IterableDestination destination = iterable.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        iterable.close();
    }

    @Test
    void a_list_is_found_by_our_key_and_the_oldest_of_several_is_ours() {
        lists(
                "{\"id\":80,\"name\":\"Kündiger [seg-42]\"},{\"id\":72,\"name\":\"x [seg-42]\",\"listType\":\"Standard\"},"
                        + "{\"id\":3,\"name\":\"y [seg-42]\",\"listType\":\"Dynamic\"},{\"id\":4,\"name\":\"[seg-42] z\"}");

        assertThat(ensure(OURS)).isEqualTo("72");
    }

    @Test
    void a_missing_list_is_created_with_our_key_in_its_name() {
        lists("");
        iterable.post("/lists", 200, "{\"listId\":73}");

        assertThat(ensure(OURS)).isEqualTo("73");
        assertThat(iterable.jsonBody(1)).isEqualTo(parse("{\"name\":\"High churn [seg-42]\"}"));
    }

    @Test
    void a_list_is_neither_found_nor_created_on_a_guess() {
        for (var answer : List.of("{}", "{\"lists\":{}}", "{\"lists\":[{\"name\":\"[seg-42]\"}]}")) {
            iterable.answer(get("/api/lists"), 200, answer);
            assertThatThrownBy(() -> ensure(OURS)).hasMessageStartingWith("BAD_RESPONSE");
        }
        assertThat(iterable.sent()).containsOnly("GET /api/lists");
    }

    @Test
    void a_chosen_list_must_be_there_and_be_static() {
        lists("{\"id\":71,\"name\":\"x\"}");
        assertThatThrownBy(() -> ensure(CHOSEN)).hasMessageStartingWith("AUDIENCE_GONE");

        lists("{\"id\":72,\"name\":\"x\",\"listType\":\"Dynamic\"}");
        assertThatThrownBy(() -> ensure(CHOSEN)).hasMessageStartingWith("INVALID_SETTING");

        lists("{\"id\":72,\"name\":\"x\",\"listType\":\"Standard\"}");
        assertThat(ensure(CHOSEN)).isEqualTo("72");
    }

    @Test
    void our_list_is_deleted_with_its_sync_and_a_chosen_one_stays() {
        iterable.answer(delete("/api/lists/72"), 200, "{\"code\":\"Success\"}");

        destination.audiences().retire(new RemoteAudience(CHOSEN, "72"));
        assertThat(iterable.requests()).isEmpty();

        destination.audiences().retire(new RemoteAudience(OURS, "72"));
        assertThat(iterable.sent()).containsExactly("DELETE /api/lists/72");

        iterable.answer(delete("/api/lists/72"), 400, "{\"code\":\"error.lists.invalidListId\"}");
        destination.audiences().retire(new RemoteAudience(OURS, "72"));

        iterable.answer(delete("/api/lists/72"), 500, "{\"code\":\"GenericError\"}");
        assertThatThrownBy(() -> destination.audiences().retire(new RemoteAudience(OURS, "72")))
                .hasMessageStartingWith("UNAVAILABLE");
    }

    @ParameterizedTest
    @CsvSource({
        "401, BadApiKey, /apiKey, CREDENTIALS_REJECTED",
        "401, BadAuthorizationHeader, /apiKey, CREDENTIALS_REJECTED",
        "403, Forbidden, /apiKey, NOT_PERMITTED",
        "404, NotFound, /baseUrl, INVALID_SETTING",
        "500, GenericError, '', UNAVAILABLE",
        "500, DatabaseError, '', UNAVAILABLE",
        "429, RateLimitExceeded, '', RATE_LIMITED",
    })
    void a_check_tells_a_wrong_key_from_one_of_another_type_and_from_a_wrong_address(
            int status, String vendorCode, String pointer, String code) {
        iterable.answer(
                get("/api/lists"), status, "{\"code\":\"" + vendorCode + "\",\"msg\":\"quoted\",\"params\":null}");

        var problems = new IterableConnector().check(iterable.settings(Map.of()), FakeIterable.context());

        assertThat(problems).extracting(SettingProblem::pointer).containsExactly(pointer);
        assertThat(problems.get(0).problem().code().name()).isEqualTo(code);
        assertThat(problems.get(0).problem().vendorCode()).isEqualTo(vendorCode);
        assertThat(problems.get(0).problem().message()).doesNotContain("quoted");
    }

    @Test
    void nothing_is_wrong_with_a_key_that_reads_lists() {
        lists("");
        assertThat(new IterableConnector().check(iterable.settings(Map.of()), FakeIterable.context()))
                .isEmpty();
    }

    private void lists(String lists) {
        iterable.answer(get("/api/lists"), 200, "{\"lists\":[" + lists + "]}");
    }

    private String ensure(AudienceSpec spec) {
        return destination.audiences().ensure(spec).remoteId();
    }
}
