// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.metaads.FakeMeta.ACCOUNT;
import static io.kohorte.connector.metaads.FakeMeta.AUDIENCE;
import static io.kohorte.connector.metaads.FakeMeta.add;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphErrorsTest {

    private static final String OK = "{\"num_received\":2,\"num_invalid_entries\":0}";

    private final FakeMeta meta = new FakeMeta();
    private final MetaAdsDestination destination = meta.open();

    @AfterEach
    void close() {
        destination.close();
        meta.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, UNAVAILABLE",
        "2, 0, UNAVAILABLE",
        "5000, 0, UNAVAILABLE",
        "4, 0, RATE_LIMITED",
        "17, 2446079, RATE_LIMITED",
        "32, 0, RATE_LIMITED",
        "341, 0, RATE_LIMITED",
        "613, 1487742, RATE_LIMITED",
        "80003, 0, RATE_LIMITED",
        "80004, 0, RATE_LIMITED",
        "190, 460, CREDENTIALS_EXPIRED",
        "190, 463, CREDENTIALS_EXPIRED",
        "190, 467, CREDENTIALS_REJECTED",
        "102, 0, CREDENTIALS_REJECTED",
        "3, 0, NOT_PERMITTED",
        "10, 0, NOT_PERMITTED",
        "200, 0, NOT_PERMITTED",
        "294, 0, NOT_PERMITTED",
        "368, 0, NOT_PERMITTED",
        "100, 33, AUDIENCE_GONE",
        "803, 0, AUDIENCE_GONE",
        "100, 1713230, NOT_PERMITTED",
        "2650, 0, INVALID_SETTING",
        "1487301, 0, NOT_PERMITTED",
        "1487366, 0, AUDIENCE_GONE",
        "100, 1487366, AUDIENCE_GONE",
        "2655, 0, NOT_PERMITTED",
        "2663, 0, NOT_PERMITTED",
        "2635, 0, VERSION_RETIRED",
        "105, 0, BATCH_REFUSED",
        "100, 0, BATCH_REFUSED",
        "99999, 0, BATCH_REFUSED"
    })
    void the_code_says_more_than_the_status(int code, int sub, ProblemCode expected) {
        answer(error(400, code, sub, false));

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(expected);
        if (expected != ProblemCode.BATCH_REFUSED) {
            assertThat(failure.problem().vendorCode()).isEqualTo(sub == 0 ? "" + code : code + "/" + sub);
        }
        assertThat(failure.getMessage()).doesNotContain("quoted");
        assertThat(meta.requests()).as("no retry of its own").hasSize(1);
    }

    @Test
    void what_meta_calls_transient_is() {
        answer(error(400, 99999, 0, true));
        assertThat(refused().problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void a_page_of_a_broken_machine_is_no_answer(int status) {
        answer(aResponse().withStatus(status).withBody("<html>Sorry</html>"));
        assertThat(refused().problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void terms_nobody_accepted_are_named_with_the_place_to_accept_them() {
        answer(error(400, 2655, 0, false));
        assertThat(refused()).hasMessageContaining("https://www.facebook.com/customaudiences/app/tos/?act=516848833");
    }

    @Test
    void throttling_waits_until_meta_gives_access_again() {
        answer(
                error(400, 80003, 0, false)
                        .withHeader(
                                "X-Business-Use-Case-Usage",
                                "{\"66\":[{\"type\":\"custom_audience\",\"call_count\":101,\"total_cputime\":25,\"total_time\":25,\"estimated_time_to_regain_access\":3}]}"));

        assertThat(refused().after()).isEqualTo(Duration.ofMinutes(3));
        assertThat(refused().after()).isEqualTo(Duration.ofMinutes(3));
        assertThat(meta.requests()).as("nobody asks during the wait").hasSize(1);
        meta.advance(Duration.ofMinutes(4));
        answer(okJson(OK));
        write();
        assertThat(meta.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    X-Business-Use-Case-Usage | {"1":[{"type":"ads_insights","call_count":1,"total_cputime":2,"total_time":3}],"2":[{"type":"custom_audience","call_count":28,"total_cputime":96,"total_time":25,"estimated_time_to_regain_access":0}]} | 300
                    X-Ad-Account-Usage | {"acc_id_util_pct":95.5,"reset_time_duration":100} | 100
                    X-App-Usage | {"call_count":99,"total_time":1,"total_cputime":1} | 300
                    """)
    void near_the_end_of_the_allowance_the_next_call_waits(String header, String usage, int seconds) {
        answer(okJson(OK).withHeader(header, usage));
        write();

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(failure.after()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(meta.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":[{\"type\":\"custom_audience\",\"call_count\":85,\"total_cputime\":94,\"total_time\":25}]}",
                "no json",
                "[]",
                "{\"1\":7}"
            })
    void below_that_or_without_sense_nothing_waits(String usage) {
        answer(okJson(OK).withHeader("X-Business-Use-Case-Usage", usage));
        write();
        write();
        assertThat(meta.requests()).hasSize(2);
    }

    @Test
    void a_check_finds_nothing_wrong_with_an_account_that_works() {
        meta.answer(get(urlPathEqualTo(ACCOUNT)), "{\"id\":\"act_516848833\",\"account_status\":1}");
        meta.answer(get(urlPathEqualTo(ACCOUNT + "/customaudiences")), "{\"data\":[]}");
        assertThat(new MetaAdsConnector().check(meta.settings(Map.of()), meta.context()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "190, 463, Error validating access token, /accessToken",
        "100, 33, Unsupported get request, /adAccountId",
        "200, 0, Requires ads_management, /accessToken",
        "2635, 0, You are calling a deprecated version, /apiVersion",
        "100, 0, Invalid appsecret_proof provided in the API argument, /appSecret"
    })
    void a_check_points_at_the_setting_to_mend(int code, int sub, String message, String pointer) {
        meta.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(400)
                        .withBody("{\"error\":{\"message\":\"" + message + "\",\"code\":" + code + ",\"error_subcode\":"
                                + sub + "}}")));
        assertThat(new MetaAdsConnector().check(meta.settings(Map.of()), meta.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly(pointer);
    }

    @Test
    void a_check_tells_a_closed_account_and_terms_that_are_not_accepted() {
        meta.answer(get(urlPathEqualTo(ACCOUNT)), "{\"id\":\"act_516848833\",\"account_status\":2}");
        assertThat(new MetaAdsConnector().check(meta.settings(Map.of()), meta.context()))
                .extracting(problem -> problem.problem().message())
                .containsExactly("The ad account is not active.");

        meta.answer(
                get(urlPathEqualTo(ACCOUNT)),
                "{\"id\":\"act_516848833\",\"account_status\":1,\"tos_accepted\":{\"custom_audience_tos\":0}}");
        assertThat(new MetaAdsConnector().check(meta.settings(Map.of()), meta.context()))
                .extracting(problem -> problem.problem().message())
                .singleElement()
                .asString()
                .contains("terms of Custom Audiences");
    }

    private void answer(ResponseDefinitionBuilder response) {
        meta.stubFor(post(urlPathEqualTo(FakeMeta.ROOT + "23840002/users")).willReturn(response));
    }

    private static ResponseDefinitionBuilder error(int status, int code, int sub, boolean isTransient) {
        return aResponse()
                .withStatus(status)
                .withBody("{\"error\":{\"message\":\"quoted max@example.com\",\"type\":\"OAuthException\",\"code\":"
                        + code + ",\"error_subcode\":" + sub + ",\"is_transient\":" + isTransient + "}}");
    }

    private ConnectorException refused() {
        return catchThrowableOfType(ConnectorException.class, this::write);
    }

    private void write() {
        destination.audiences().write(AUDIENCE, batch(add("a@example.com"), add("b@example.com")));
    }
}
