// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.AUDIENCE;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.SPEC;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.USERS;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.add;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentsTest {

    private static final String FIND =
            "/rest/dmpSegments?q=account&account=urn%3Ali%3AsponsoredAccount%3A516848833&sourceSegmentId=seg-42&sourcePlatform=ACME_CDP";
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private final FakeLinkedIn linkedIn = new FakeLinkedIn();
    private final LinkedInAdsDestination destination = linkedIn.open();

    @AfterEach
    void close() {
        destination.close();
        linkedIn.close();
    }

    @Test
    void a_segment_is_found_by_our_key_whatever_people_named_it() {
        linkedIn.answer(
                get(urlEqualTo(FIND)),
                "{\"elements\":[{\"id\":12345,\"name\":\"renamed\",\"sourceSegmentId\":\"seg-42\",\"destinations\":[{\"status\":\"BUILDING\"}]}]}");
        assertThat(destination.audiences().ensure(SPEC)).isEqualTo(AUDIENCE);
    }

    @Test
    void a_missing_segment_is_created_under_a_name_that_tells_nothing_and_takes_people_when_it_is_ready() {
        create();

        assertThat(destination.audiences().ensure(SPEC)).isEqualTo(AUDIENCE);

        assertThat(linkedIn.requests().get(1).getBodyAsString())
                .isEqualTo(
                        "{\"name\":\"seg-42\",\"sourcePlatform\":\"ACME_CDP\",\"sourceSegmentId\":\"seg-42\",\"account\":\"urn:li:sponsoredAccount:516848833\",\"type\":\"USER\",\"destinations\":[{\"destination\":\"LINKEDIN\"}]}");
        var early = failure();
        assertThat(early.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(early.after()).isEqualTo(Duration.ofSeconds(5));
        assertThat(linkedIn.requests()).as("nobody asks in vain").hasSize(2);
    }

    @Test
    void a_segment_not_found_is_young_for_ten_minutes_and_gone_from_then_on() {
        create();
        destination.audiences().ensure(SPEC);

        linkedIn.advance(Duration.ofMinutes(1));
        assertThat(failure().problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(failure().after()).isEqualTo(Duration.ofSeconds(10));
        linkedIn.advance(Duration.ofMinutes(10));
        assertThat(failure().problem().code()).isEqualTo(ProblemCode.AUDIENCE_GONE);
    }

    private void create() {
        linkedIn.answer(get(urlEqualTo(FIND)), "{\"elements\":[]}");
        linkedIn.stubFor(post(urlEqualTo("/rest/dmpSegments"))
                .willReturn(aResponse().withStatus(201).withHeader("x-linkedin-id", "12345")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"elements\":{}}", "{\"elements\":[{\"sourceSegmentId\":\"seg-42\"}]}"})
    void nothing_is_created_on_a_guess(String answer) {
        linkedIn.answer(get(urlEqualTo(FIND)), answer);
        assertThatThrownBy(() -> destination.audiences().ensure(SPEC)).hasMessageStartingWith("BAD_RESPONSE");
        assertThat(linkedIn.requests()).hasSize(1);
    }

    @Test
    void a_segment_that_linkedin_could_not_build_is_no_place_to_send_people_to() {
        linkedIn.answer(
                get(urlEqualTo("/rest/dmpSegments/77")), "{\"id\":77,\"destinations\":[{\"status\":\"FAILED\"}]}");
        assertThatThrownBy(() -> destination.audiences().ensure(spec(Map.of("segmentId", "77"))))
                .hasMessageStartingWith("AUDIENCE_GONE");
    }

    @Test
    void a_segment_of_ours_goes_with_its_sync_and_one_that_people_chose_stays() {
        linkedIn.stubFor(delete(urlEqualTo("/rest/dmpSegments/12345"))
                .willReturn(aResponse().withStatus(204)));

        destination.audiences().retire(AUDIENCE);
        destination.audiences().retire(new RemoteAudience(SPEC, "404"));
        destination.audiences().retire(new RemoteAudience(spec(Map.of("segmentId", "77")), "77"));

        assertThat(linkedIn.requests()).hasSize(2);
    }

    @Test
    void what_linkedin_cannot_do_is_refused_before_anything_is_sent() {
        for (var behaviour : new DeleteBehaviour[] {DeleteBehaviour.CLEAR_FIELDS, DeleteBehaviour.DELETE}) {
            assertThatThrownBy(() -> destination.audiences().ensure(spec(SyncMode.MIRROR, behaviour, Map.of())))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
        assertThatThrownBy(
                        () -> destination.audiences().ensure(spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of())))
                .hasMessageStartingWith("INVALID_SETTING");
        assertThat(linkedIn.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ILLEGAL_ARGUMENT, bad, BATCH_REFUSED, 0",
        "401, EXPIRED_ACCESS_TOKEN, expired, CREDENTIALS_EXPIRED, 0",
        "403, ACCESS_DENIED, Not enough permissions, NOT_PERMITTED, 0",
        "404, NOT_FOUND, gone, AUDIENCE_GONE, 0",
        "422, UNPROCESSABLE, bad, BATCH_REFUSED, 0",
        "426, NONEXISTENT_VERSION, Requested version is not active, VERSION_RETIRED, 0",
        "400, NONEXISTENT_VERSION, Requested version is not active, VERSION_RETIRED, 0",
        "429, TOO_MANY_REQUESTS, Resource level throttle APPLICATION DAY limit is reached, QUOTA_SPENT, 43200",
        "429, TOO_MANY_REQUESTS, Too many requests, RATE_LIMITED, 60",
        "500, INTERNAL, oops, UNAVAILABLE, 0",
        "503, UNAVAILABLE, oops, UNAVAILABLE, 0"
    })
    void refusals_have_their_names_and_their_waits(
            int status, String code, String message, ProblemCode expected, int seconds) {
        refuse(status, code, message);

        var failure = failure();

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.problem().vendorCode()).isEqualTo(code);
        assertThat(failure.after()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void consent_that_ended_after_a_year_means_to_connect_again() {
        linkedIn.stubFor(post(urlEqualTo("/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}")));
        assertThat(failure().problem().code()).isEqualTo(ProblemCode.CREDENTIALS_EXPIRED);
        assertThat(new LinkedInAdsConnector().check(linkedIn.settings(), linkedIn.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly("/refreshToken");
    }

    @Test
    void a_check_tells_a_wrong_account_from_a_missing_programme_and_an_unknown_platform() {
        var connector = new LinkedInAdsConnector();
        assertThat(connector.check(linkedIn.settings(), linkedIn.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly("/accountId");

        linkedIn.answer(get(urlEqualTo("/rest/adAccounts/516848833")), "{\"id\":516848833}");
        for (var wrong : Map.of(403, "/refreshToken", 400, "/sourcePlatform", 426, "/apiVersion")
                .entrySet()) {
            linkedIn.stubFor(get(urlPathEqualTo("/rest/dmpSegments"))
                    .willReturn(aResponse().withStatus(wrong.getKey()).withBody("{}")));
            assertThat(connector.check(linkedIn.settings(), linkedIn.context()))
                    .extracting(SettingProblem::pointer)
                    .containsExactly(wrong.getValue());
        }
        linkedIn.answer(get(urlPathEqualTo("/rest/dmpSegments")), "{\"elements\":[]}");
        assertThat(connector.check(linkedIn.settings(), linkedIn.context())).isEmpty();
    }

    @Test
    void figures_come_by_campaign_and_day_with_names_and_currency_of_the_account() {
        linkedIn.answer(
                get(urlPathEqualTo("/rest/adAnalytics")),
                """
                {"elements":[{"pivotValues":["urn:li:sponsoredCampaign:6001"],"impressions":1200,"clicks":31,
                  "costInLocalCurrency":"18.40","externalWebsiteConversions":3,"conversionValueInLocalCurrency":"149.70",
                  "dateRange":{"start":{"year":2026,"month":11,"day":20}}}]}""");
        linkedIn.answer(get(urlEqualTo("/rest/adAccounts/516848833")), "{\"currency\":\"EUR\"}");
        var campaigns = "/rest/adAccounts/516848833/adCampaigns?q=search&pageSize=1000";
        linkedIn.answer(
                get(urlEqualTo(campaigns)),
                "{\"elements\":[{\"id\":1,\"name\":\"Other\"}],\"metadata\":{\"nextPageToken\":\"p2\"}}");
        linkedIn.answer(
                get(urlEqualTo(campaigns + "&pageToken=p2")), "{\"elements\":[{\"id\":6001,\"name\":\"Spring\"}]}");

        var page = destination.feedback().campaigns(DAY, DAY.plusDays(1), Cursor.START);

        assertThat(page.more()).isFalse();
        assertThat(page.figures())
                .containsExactly(new CampaignFigures(
                        "6001",
                        "Spring",
                        DAY,
                        Map.of(
                                "impressions", new BigDecimal("1200"),
                                "clicks", new BigDecimal("31"),
                                "spend", new BigDecimal("18.40"),
                                "conversions", new BigDecimal("3"),
                                "revenue", new BigDecimal("149.70")),
                        "EUR"));
        assertThat(linkedIn.requests().get(0).getUrl())
                .contains("dateRange=(start:(year:2026,month:11,day:20),end:(year:2026,month:11,day:21))")
                .contains("accounts=List(urn%3Ali%3AsponsoredAccount%3A516848833)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"elements\":[{\"pivotValues\":[]}]}",
                "{\"elements\":[{\"pivotValues\":[\"urn:li:sponsoredCampaign:1\"],\"dateRange\":{}}]}",
                "{\"elements\":[{\"pivotValues\":[\"urn:li:sponsoredCampaign:1\"],\"clicks\":\"many\",\"dateRange\":{\"start\":{\"year\":2026,\"month\":1,\"day\":1}}}]}"
            })
    void figures_are_not_guessed(String answer) {
        linkedIn.answer(get(urlPathEqualTo("/rest/adAnalytics")), answer);
        linkedIn.answer(get(urlEqualTo("/rest/adAccounts/516848833")), "{\"currency\":\"EUR\"}");
        linkedIn.answer(get(urlPathEqualTo("/rest/adAccounts/516848833/adCampaigns")), "{\"elements\":[]}");
        assertThatThrownBy(() -> destination.feedback().campaigns(DAY, DAY, Cursor.START))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    private void refuse(int status, String code, String message) {
        linkedIn.stubFor(post(urlEqualTo(USERS))
                .willReturn(aResponse()
                        .withStatus(status)
                        .withBody("{\"status\":" + status + ",\"code\":\"" + code + "\",\"message\":\"" + message
                                + "\"}")));
    }

    private ConnectorException failure() {
        return catchThrowableOfType(
                ConnectorException.class,
                () -> destination.audiences().write(AUDIENCE, batch(add("a@example.com"), add("b@example.com"))));
    }
}
