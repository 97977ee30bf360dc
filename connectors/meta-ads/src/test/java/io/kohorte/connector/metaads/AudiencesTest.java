// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.metaads.FakeMeta.ACCOUNT;
import static io.kohorte.connector.metaads.FakeMeta.AUDIENCE;
import static io.kohorte.connector.metaads.FakeMeta.ROOT;
import static io.kohorte.connector.metaads.FakeMeta.SPEC;
import static io.kohorte.connector.metaads.FakeMeta.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AudiencesTest {

    private static final String LIST = ACCOUNT + "/customaudiences";

    private final FakeMeta meta = new FakeMeta();
    private final MetaAdsDestination destination = meta.open();

    @AfterEach
    void close() {
        destination.close();
        meta.close();
    }

    @Test
    void an_audience_is_found_by_our_key_on_any_page_whatever_people_named_it() {
        var query = LIST + "?fields=id,description,operation_status&limit=200";
        meta.answer(
                get(urlEqualTo(query)),
                "{\"data\":[{\"id\":\"1\",\"description\":\"x [seg-4]\"}],\"paging\":{\"cursors\":{\"after\":\"Q=\"},\"next\":\"https://elsewhere.example\"}}");
        meta.answer(
                get(urlEqualTo(query + "&after=Q%3D")),
                "{\"data\":[{\"id\":\"23840002\",\"name\":\"renamed\",\"description\":\"Kept by Kohorte [seg-42]\"}],\"paging\":{\"cursors\":{\"after\":\"R\"}}}");

        assertThat(destination.audiences().ensure(SPEC)).isEqualTo(AUDIENCE);
    }

    @Test
    void a_missing_audience_is_created_under_a_name_that_tells_nothing() {
        meta.answer(get(urlPathEqualTo(LIST)), "{\"data\":[]}");
        meta.answer(post(urlEqualTo(LIST)), "{\"id\":\"23840009\"}");

        assertThat(destination.audiences().ensure(SPEC).remoteId()).isEqualTo("23840009");

        assertThat(meta.requests().get(1).getBodyAsString())
                .isEqualTo(
                        "{\"name\":\"seg-42\",\"description\":\"Kept by Kohorte [seg-42]\",\"subtype\":\"CUSTOM\",\"customer_file_source\":\"USER_PROVIDED_ONLY\"}");
    }

    @Test
    void a_value_based_audience_is_created_as_such_with_the_name_chosen() {
        meta.answer(get(urlPathEqualTo(LIST)), "{\"data\":[]}");
        meta.answer(post(urlEqualTo(LIST)), "{\"id\":\"23840009\"}");

        destination
                .audiences()
                .ensure(spec(
                        Map.of("name", "Spring", "valueBased", true, "customerFileSource", "PARTNER_PROVIDED_ONLY")));

        assertThat(meta.requests().get(1).getBodyAsString())
                .contains("\"name\":\"Spring\"")
                .contains("\"customer_file_source\":\"PARTNER_PROVIDED_ONLY\",\"is_value_based\":true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":{}}", "{\"data\":[{\"description\":\"[seg-42]\"}]}"})
    void nothing_is_created_on_a_guess(String answer) {
        meta.answer(get(urlPathEqualTo(LIST)), answer);

        assertThatThrownBy(() -> destination.audiences().ensure(SPEC)).hasMessageStartingWith("BAD_RESPONSE");
        assertThat(meta.requests()).hasSize(1);
    }

    @Test
    void a_chosen_audience_is_looked_up_and_named_as_gone_when_it_is() {
        meta.answer(get(urlPathEqualTo(ROOT + "77")), "{\"id\":\"77\",\"operation_status\":{\"code\":200}}");

        assertThat(destination
                        .audiences()
                        .ensure(spec(Map.of("audienceId", "77")))
                        .remoteId())
                .isEqualTo("77");
        assertThatThrownBy(() -> destination.audiences().ensure(spec(Map.of("audienceId", "78"))))
                .hasMessageStartingWith(ProblemCode.AUDIENCE_GONE.name());
    }

    @Test
    void an_audience_that_meta_flagged_is_no_place_to_send_people_to() {
        meta.answer(get(urlPathEqualTo(ROOT + "77")), "{\"id\":\"77\",\"operation_status\":{\"code\":471}}");

        assertThatThrownBy(() -> destination.audiences().ensure(spec(Map.of("audienceId", "77"))))
                .hasMessageStartingWith("NOT_PERMITTED: Meta has blocked this audience");
    }

    @Test
    void an_audience_of_ours_is_deleted_with_its_sync_and_may_be_gone_before() {
        meta.answer(delete(urlEqualTo(ROOT + "23840002")), "{\"success\":true}");

        destination.audiences().retire(AUDIENCE);
        destination.audiences().retire(new RemoteAudience(SPEC, "404"));

        assertThat(meta.requests())
                .extracting(request -> request.getMethod().getName())
                .containsOnly("DELETE");
    }

    @Test
    void an_audience_that_people_chose_stays() {
        destination.audiences().retire(new RemoteAudience(spec(Map.of("audienceId", "77")), "77"));
        assertThat(meta.requests()).isEmpty();
    }

    @Test
    void what_meta_cannot_do_is_refused_before_anything_is_sent() {
        var audiences = destination.audiences();
        for (var impossible : new DeleteBehaviour[] {DeleteBehaviour.CLEAR_FIELDS, DeleteBehaviour.DELETE}) {
            assertThatThrownBy(() -> audiences.ensure(spec(SyncMode.MIRROR, impossible, Map.of())))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
        assertThatThrownBy(() -> audiences.ensure(spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of())))
                .hasMessageStartingWith("INVALID_SETTING");
        assertThat(meta.requests()).isEmpty();
    }
}
