// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.googleads.FakeGoogle.AUDIENCE;
import static io.kohorte.connector.googleads.FakeGoogle.LISTS;
import static io.kohorte.connector.googleads.FakeGoogle.SPEC;
import static io.kohorte.connector.googleads.FakeGoogle.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListsTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final String SEARCH = "/v25/customers/1234567890/googleAds:search";

    private final FakeGoogle google = new FakeGoogle();
    private final GoogleAdsDestination destination = google.open(Map.of("loginAccountId", "987-654-3210"));

    @AfterEach
    void close() {
        destination.close();
        google.close();
    }

    @Test
    void a_list_is_found_by_our_key_on_any_page_whatever_people_named_it() {
        var filter = LISTS + "?pageSize=1000&filter=description+%3D+%22Kept+by+Kohorte+%5Bseg-42%5D%22";
        google.answer(
                get(urlEqualTo(filter)),
                "{\"userLists\":[{\"id\":\"1\",\"description\":\"another\"}],\"nextPageToken\":\"p=2\"}");
        google.answer(
                get(urlEqualTo(filter + "&pageToken=p%3D2")),
                "{\"userLists\":[{\"id\":\"7654321\",\"displayName\":\"renamed\",\"description\":\"Kept by Kohorte [seg-42]\"}]}");

        assertThat(destination.audiences().ensure(SPEC)).isEqualTo(AUDIENCE);
        assertThat(google.requests().get(0).header("login-account").firstValue())
                .isEqualTo("accountTypes/GOOGLE_ADS/accounts/9876543210");
    }

    @Test
    void a_missing_list_is_created_under_a_name_that_tells_nothing() {
        google.answer(get(urlPathEqualTo(LISTS)), "{}");
        google.answer(post(urlEqualTo(LISTS)), "{\"id\":\"7654321\"}");

        assertThat(destination.audiences().ensure(SPEC)).isEqualTo(AUDIENCE);
        assertThat(google.requests().get(1).getBodyAsString())
                .isEqualTo(
                        "{\"displayName\":\"seg-42\",\"description\":\"Kept by Kohorte [seg-42]\",\"membershipDuration\":\"46656000s\",\"ingestedUserListInfo\":{\"uploadKeyTypes\":[\"CONTACT_ID\"],\"contactIdInfo\":{\"dataSourceType\":\"DATA_SOURCE_TYPE_FIRST_PARTY\"}}}");
    }

    @Test
    void a_list_of_devices_says_in_which_app_and_for_how_long() {
        google.answer(get(urlPathEqualTo(LISTS)), "{}");
        google.answer(post(urlEqualTo(LISTS)), "{\"id\":\"7654321\"}");

        destination
                .audiences()
                .ensure(spec(
                        "maid", Map.of("appId", "com.acme", "keySpace", "IOS", "membershipDays", 30, "name", "App")));

        assertThat(google.requests().get(1).getBodyAsString())
                .contains("\"displayName\":\"App\"", "\"membershipDuration\":\"2592000s\"")
                .contains(
                        "{\"uploadKeyTypes\":[\"MOBILE_ID\"],\"mobileIdInfo\":{\"dataSourceType\":\"DATA_SOURCE_TYPE_FIRST_PARTY\",\"keySpace\":\"IOS\",\"appId\":\"com.acme\"}}");
        assertThatThrownBy(() -> destination.audiences().ensure(spec("maid", Map.of())))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void a_chosen_list_is_looked_up_and_stays_when_the_sync_goes() {
        google.answer(get(urlEqualTo(LISTS + "/77")), "{\"id\":\"77\"}");
        var chosen = spec("email", Map.of("audienceId", "77"));

        assertThat(destination.audiences().ensure(chosen).remoteId()).isEqualTo("77");
        destination.audiences().retire(new RemoteAudience(chosen, "77"));

        assertThat(google.requests()).hasSize(1);
        assertThatThrownBy(() -> destination.audiences().ensure(spec("email", Map.of("audienceId", "78"))))
                .hasMessageStartingWith("AUDIENCE_GONE");
    }

    @Test
    void a_list_of_ours_goes_with_its_sync_and_may_be_gone_before() {
        google.answer(delete(urlEqualTo(LISTS + "/7654321")), "{}");

        destination.audiences().retire(AUDIENCE);
        destination.audiences().retire(new RemoteAudience(SPEC, "404"));

        assertThat(google.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{\"userLists\":{}}", "{\"userLists\":[{\"description\":\"Kept by Kohorte [seg-42]\"}]}"})
    void nothing_is_created_on_a_guess(String answer) {
        google.answer(get(urlPathEqualTo(LISTS)), answer);

        assertThatThrownBy(() -> destination.audiences().ensure(SPEC)).hasMessageStartingWith("BAD_RESPONSE");
        assertThat(google.requests()).hasSize(1);
    }

    @Test
    void what_google_cannot_do_is_refused_before_anything_is_sent() {
        for (var spec : new AudienceSpec[] {
            impossible(SyncMode.UPDATE, DeleteBehaviour.NOTHING, "email"),
            impossible(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "email"),
            impossible(SyncMode.MIRROR, DeleteBehaviour.DELETE, "email"),
            impossible(SyncMode.MIRROR, DeleteBehaviour.NOTHING, "external_id")
        }) {
            assertThatThrownBy(() -> {
                        google.answer(get(urlPathEqualTo(LISTS)), "{}");
                        destination.audiences().ensure(spec);
                    })
                    .hasMessageStartingWith("INVALID_SETTING");
        }
    }

    private static AudienceSpec impossible(SyncMode mode, DeleteBehaviour behaviour, String key) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, key, Settings.empty());
    }

    @Test
    void figures_come_by_campaign_and_day_in_the_accounts_currency() {
        google.answer(
                post(urlEqualTo(SEARCH)),
                """
                {"results":[{"customer":{"resourceName":"customers/1234567890","currencyCode":"EUR"},
                  "campaign":{"resourceName":"customers/1234567890/campaigns/6001","id":"6001","name":"Spring"},
                  "segments":{"date":"2026-11-20"},
                  "metrics":{"impressions":"1200","clicks":"31","costMicros":"18400000","conversions":3.5,"conversionsValue":149.7}},
                 {"campaign":{"id":"6002"},"segments":{"date":"2026-11-20"},"metrics":{"impressions":"0"}}],
                 "nextPageToken":"more","fieldMask":"campaign.id"}""");
        try (var reporting = google.open(Map.of("developerToken", "dev-token", "loginAccountId", "987-654-3210"))) {
            var page = reporting.feedback().campaigns(DAY, DAY.plusDays(1), Cursor.START);

            assertThat(page.more()).isTrue();
            assertThat(page.next()).isEqualTo(new Cursor("more"));
            assertThat(page.figures().get(0))
                    .isEqualTo(new CampaignFigures(
                            "6001",
                            "Spring",
                            DAY,
                            Map.of(
                                    "impressions", new BigDecimal("1200"),
                                    "clicks", new BigDecimal("31"),
                                    "spend", new BigDecimal("18.400000"),
                                    "conversions", new BigDecimal("3.5"),
                                    "revenue", new BigDecimal("149.7")),
                            "EUR"));
            reporting.feedback().campaigns(DAY, DAY.plusDays(1), page.next());
        }
        var request = google.requests().get(0);
        assertThat(request.header("developer-token").firstValue()).isEqualTo("dev-token");
        assertThat(request.header("login-customer-id").firstValue()).isEqualTo("9876543210");
        assertThat(request.getBodyAsString()).contains("BETWEEN '2026-11-20' AND '2026-11-21'");
        assertThat(google.requests().get(1).getBodyAsString()).endsWith("\"pageToken\":\"more\"}");
    }

    @Test
    void without_a_developer_token_there_are_no_figures_and_nobody_is_asked() {
        assertThat(destination.feedback().campaigns(DAY, DAY, Cursor.START).figures())
                .isEmpty();
        assertThat(google.requests()).isEmpty();
    }
}
