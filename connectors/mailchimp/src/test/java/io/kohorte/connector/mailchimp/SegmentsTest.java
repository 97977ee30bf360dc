// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.mailchimp.FakeMailchimp.LIST;
import static io.kohorte.connector.mailchimp.FakeMailchimp.mirror;
import static io.kohorte.connector.mailchimp.FakeMailchimp.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The segment of an audience is found, made and removed. */
final class SegmentsTest {

    private static final String SEGMENTS = LIST + "/segments";

    private final FakeMailchimp mailchimp = new FakeMailchimp();
    private final MailchimpDestination destination = mailchimp.open(Map.of());

    @AfterEach
    void stop() {
        destination.close();
        mailchimp.close();
    }

    @Test
    void finds_its_segment_on_the_second_page_whatever_people_call_it() {
        var others = IntStream.range(0, 1000)
                .mapToObj(n -> "{\"id\":" + n + ",\"name\":\"Other " + n + "\"}")
                .collect(Collectors.joining(","));
        mailchimp.answer(
                get(urlPathEqualTo(SEGMENTS)).withQueryParam("offset", equalTo("0")),
                "{\"segments\":[" + others + "],\"total_items\":1001}");
        mailchimp.answer(
                get(urlPathEqualTo(SEGMENTS)).withQueryParam("offset", equalTo("1000")),
                "{\"segments\":[{\"id\":4711,\"name\":\"Renamed [seg-42]\"}],\"total_items\":1001}");

        assertThat(destination.audiences().ensure(mirror(Map.of())).remoteId()).isEqualTo("4711");
    }

    @Test
    void makes_a_segment_with_the_key_at_the_end_of_a_name_that_is_cut() {
        mailchimp.answer(get(urlPathEqualTo(SEGMENTS)), "{\"segments\":[],\"total_items\":0}");
        mailchimp.answer(post(urlPathEqualTo(SEGMENTS)), "{\"id\":34,\"type\":\"static\"}");
        var long100 = new AudienceSpec(
                "seg-42", "x".repeat(120), SyncMode.MIRROR, DeleteBehaviour.NOTHING, "email", Settings.empty());

        assertThat(destination.audiences().ensure(long100).remoteId()).isEqualTo("34");
        assertThat(mailchimp.wire().get(1))
                .isEqualTo(
                        "POST " + SEGMENTS + " {\"name\":\"" + "x".repeat(91) + " [seg-42]\",\"static_segment\":[]}");
    }

    @Test
    void modes_that_write_records_need_no_segment() {
        var upsert = spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of());
        assertThat(destination.audiences().ensure(upsert).remoteId()).isEqualTo("a6b5da1054");
        destination.audiences().retire(new RemoteAudience(upsert, "a6b5da1054"));
        assertThat(mailchimp.requests()).isEmpty();
    }

    @Test
    void a_chosen_segment_must_be_there_and_static() {
        var chosen = mirror(Map.of("segmentId", "77"));
        mailchimp.answer(get(urlPathEqualTo(SEGMENTS + "/77")), "{\"id\":77,\"type\":\"saved\"}");
        assertThatThrownBy(() -> destination.audiences().ensure(chosen)).hasMessageStartingWith("INVALID_SETTING");

        mailchimp.answer(get(urlPathEqualTo(SEGMENTS + "/77")), 404, "{\"title\":\"Resource Not Found\"}");
        assertThatThrownBy(() -> destination.audiences().ensure(chosen)).hasMessageStartingWith("AUDIENCE_GONE");

        mailchimp.answer(get(urlPathEqualTo(SEGMENTS + "/77")), "{\"id\":77,\"type\":\"static\"}");
        assertThat(destination.audiences().ensure(chosen).remoteId()).isEqualTo("77");
    }

    @Test
    void a_segment_of_ours_is_removed_and_a_chosen_one_is_not() {
        mailchimp.answer(delete(urlPathEqualTo(SEGMENTS + "/34")), 404, "{\"title\":\"Resource Not Found\"}");

        destination.audiences().retire(new RemoteAudience(mirror(Map.of()), "34"));
        destination.audiences().retire(new RemoteAudience(mirror(Map.of("segmentId", "77")), "77"));

        assertThat(mailchimp.wire()).containsExactly("DELETE " + SEGMENTS + "/34");
    }
}
