// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.sendgrid.FakeSendgrid.LIST;
import static io.kohorte.connector.sendgrid.FakeSendgrid.mirror;
import static io.kohorte.connector.sendgrid.FakeSendgrid.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of an audience is found, made and removed. */
final class ListsTest {

    private static final String LISTS = "/v3/marketing/lists";
    private static final AudienceSpec CHOSEN = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("listId", LIST));

    private final FakeSendgrid sendgrid = new FakeSendgrid();
    private final SendgridDestination destination = sendgrid.open(Map.of());

    @AfterEach
    void stop() {
        destination.close();
        sendgrid.close();
    }

    @Test
    void finds_its_list_on_a_later_page_and_goes_nowhere_else_for_it() {
        sendgrid.answer(
                get(urlPathEqualTo(LISTS)).withQueryParam("page_token", absent()),
                "{\"result\":[{\"id\":\"1\",\"name\":\"Other\"}],\"_metadata\":{\"next\":"
                        + "\"https://elsewhere.example/v3/marketing/lists?page_size=1000&page_token=a%2Bb\"}}");
        sendgrid.answer(
                get(urlPathEqualTo(LISTS)).withQueryParam("page_token", equalTo("a+b")),
                "{\"result\":[{\"id\":\"" + LIST + "\",\"name\":\"Renamed [seg-42]\"}]}");

        assertThat(destination.audiences().ensure(mirror()).remoteId()).isEqualTo(LIST);
    }

    @Test
    void a_page_that_leads_to_itself_is_the_last() {
        sendgrid.answer(
                get(urlPathEqualTo(LISTS)),
                "{\"result\":[],\"_metadata\":{\"next\":\"https://api.sendgrid.com/v3/marketing/lists?page_token=x\"}}");
        sendgrid.answer(post(urlPathEqualTo(LISTS)), 201, "{\"id\":\"" + LIST + "\"}");

        assertThat(destination.audiences().ensure(mirror()).remoteId()).isEqualTo(LIST);
        assertThat(sendgrid.wire()).last().isEqualTo("POST " + LISTS + " {\"name\":\"High churn [seg-42]\"}");
    }

    @Test
    void a_chosen_list_must_be_there() {
        sendgrid.answer(get(urlPathEqualTo(LISTS + "/" + LIST)), 404, "{}");
        assertThatThrownBy(() -> destination.audiences().ensure(CHOSEN)).hasMessageStartingWith("AUDIENCE_GONE");

        sendgrid.answer(get(urlPathEqualTo(LISTS + "/" + LIST)), "{\"id\":\"" + LIST + "\",\"name\":\"VIP\"}");
        assertThat(destination.audiences().ensure(CHOSEN).remoteId()).isEqualTo(LIST);
    }

    @Test
    void a_list_of_ours_is_removed_without_its_contacts_and_a_chosen_one_stays() {
        sendgrid.answer(delete(urlPathEqualTo(LISTS + "/" + LIST)), 404, "{}");

        destination.audiences().retire(new RemoteAudience(mirror(), LIST));
        destination.audiences().retire(new RemoteAudience(CHOSEN, LIST));

        assertThat(sendgrid.wire()).containsExactly("DELETE " + LISTS + "/" + LIST + "?delete_contacts=false");
    }

    @Test
    void mode_upsert_needs_no_list() {
        var upsert = spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of());
        assertThat(destination.audiences().ensure(upsert).remoteId()).isEqualTo("contacts");
        destination.audiences().retire(new RemoteAudience(upsert, "contacts"));
        assertThat(sendgrid.requests()).isEmpty();
    }
}
