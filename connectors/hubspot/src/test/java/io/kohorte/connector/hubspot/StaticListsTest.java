// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.kohorte.connector.hubspot.FakeHubspot.LISTS;
import static io.kohorte.connector.hubspot.FakeHubspot.spec;
import static io.kohorte.tck.TestVendor.json;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StaticListsTest {

    private static final AudienceSpec OURS = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final AudienceSpec CHOSEN =
            spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("listId", "72"));

    private final FakeHubspot hubspot = new FakeHubspot();
    private final HubspotDestination destination = hubspot.open();

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @Test
    void a_list_is_found_by_our_key_whatever_people_call_it() {
        hubspot.stubFor(post(LISTS + "/search")
                .withRequestBody(matchingJsonPath("$[?(@.offset == 0)]"))
                .willReturn(json(
                        200,
                        "{\"lists\":[{\"listId\":\"70\",\"name\":\"seg-42 by hand\"},{\"listId\":\"71\",\"name\":\"x [seg-421]\"}],"
                                + "\"hasMore\":true}")));
        hubspot.stubFor(post(LISTS + "/search")
                .withRequestBody(matchingJsonPath("$[?(@.offset == 250)]"))
                .willReturn(json(
                        200, "{\"lists\":[{\"listId\":\"72\",\"name\":\"Kündiger [seg-42]\"}],\"hasMore\":false}")));

        assertThat(ensure(OURS)).isEqualTo("72");
        assertThat(hubspot.jsonBody(0))
                .isEqualTo(
                        parse(
                                "{\"query\":\"seg-42\",\"offset\":0,\"count\":250,\"processingTypes\":[\"MANUAL\",\"SNAPSHOT\"]}"));
    }

    @Test
    void a_missing_list_is_created_with_our_key_in_its_name() {
        hubspot.post(LISTS + "/search", 200, "{\"lists\":[],\"hasMore\":false}");
        hubspot.post(LISTS, 200, "{\"list\":{\"listId\":\"73\",\"processingType\":\"MANUAL\"}}");

        assertThat(ensure(OURS)).isEqualTo("73");
        assertThat(hubspot.jsonBody(1))
                .isEqualTo(parse(
                        "{\"name\":\"High churn [seg-42]\",\"objectTypeId\":\"0-1\",\"processingType\":\"MANUAL\"}"));
    }

    @Test
    void a_list_that_the_search_does_not_know_yet_is_read_by_its_name() {
        hubspot.post(LISTS + "/search", 200, "{\"lists\":[],\"hasMore\":false}");
        hubspot.post(LISTS, 400, "{\"category\":\"VALIDATION_ERROR\",\"subCategory\":\"ILS.DUPLICATE_LIST_NAMES\"}");
        hubspot.answer(
                get(LISTS + "/object-type-id/0-1/name/High%20churn%20%5Bseg-42%5D"),
                "{\"list\":{\"listId\":\"74\",\"processingType\":\"MANUAL\"}}");

        assertThat(ensure(OURS)).isEqualTo("74");
    }

    @Test
    void a_list_is_neither_found_nor_created_on_a_guess() {
        for (var answer : List.of("{}", "{\"lists\":{}}", "{\"lists\":[{\"name\":\"[seg-42]\"}]}")) {
            hubspot.post(LISTS + "/search", 200, answer);
            assertThatThrownBy(() -> ensure(OURS)).hasMessageStartingWith("BAD_RESPONSE");
        }
        assertThat(hubspot.sent()).containsOnly("POST " + LISTS + "/search");
    }

    @Test
    void a_chosen_list_must_be_there_be_static_and_hold_contacts() {
        hubspot.stubFor(get(LISTS + "/72").willReturn(json(404, "{\"category\":\"OBJECT_NOT_FOUND\"}")));
        assertThatThrownBy(() -> ensure(CHOSEN)).hasMessageStartingWith("AUDIENCE_GONE");

        hubspot.answer(get(LISTS + "/72"), "{\"list\":{\"listId\":\"72\",\"processingType\":\"DYNAMIC\"}}");
        assertThatThrownBy(() -> ensure(CHOSEN))
                .hasMessageStartingWith("INVALID_SETTING")
                .hasMessageContaining("filters");

        hubspot.answer(
                get(LISTS + "/72"),
                "{\"list\":{\"listId\":\"72\",\"processingType\":\"MANUAL\",\"objectTypeId\":\"0-2\"}}");
        assertThatThrownBy(() -> ensure(CHOSEN)).hasMessageContaining("contacts");

        hubspot.answer(
                get(LISTS + "/72"),
                "{\"list\":{\"listId\":\"72\",\"processingType\":\"SNAPSHOT\",\"objectTypeId\":\"0-1\"}}");
        assertThat(ensure(CHOSEN)).isEqualTo("72");
    }

    @Test
    void contacts_are_never_matched_by_record_id_and_options_are_checked() {
        for (var options : List.of(
                Map.of("idProperty", "hs_object_id"), Map.of("idProperty", "E-Mail"), Map.of("listId", "72/../73"))) {
            assertThatThrownBy(() -> ensure(spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, options)))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
        assertThat(hubspot.requests()).isEmpty();
    }

    @Test
    void our_list_is_deleted_with_its_sync_and_a_chosen_one_stays() {
        hubspot.stubFor(delete(LISTS + "/72").willReturn(json(204, "")));

        destination.audiences().retire(new RemoteAudience(CHOSEN, "72"));
        assertThat(hubspot.requests()).isEmpty();

        destination.audiences().retire(new RemoteAudience(OURS, "72"));
        assertThat(hubspot.sent()).containsExactly("DELETE " + LISTS + "/72");

        hubspot.stubFor(delete(LISTS + "/72").willReturn(json(404, "{}")));
        destination.audiences().retire(new RemoteAudience(OURS, "72"));
    }

    private String ensure(AudienceSpec spec) {
        return destination.audiences().ensure(spec).remoteId();
    }
}
