// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.connector.salesforce.FakeSalesforce.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestErrorsTest {

    private static final String UPSERT = DATA + "/composite/sobjects/Contact/External_Id__c";
    private static final String DONE =
            "[{\"id\":\"003A\",\"success\":true,\"errors\":[]},{\"id\":\"003B\",\"success\":true,\"errors\":[]}]";

    private final FakeSalesforce salesforce = new FakeSalesforce();
    private final SalesforceDestination destination = salesforce.open();

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    @ParameterizedTest
    @CsvSource({
        "403, REQUEST_LIMIT_EXCEEDED, QUOTA_SPENT",
        "403, API_DISABLED_FOR_ORG, NOT_PERMITTED",
        "400, INVALID_FIELD, INVALID_SETTING",
        "404, NOT_FOUND, INVALID_SETTING",
        "400, UNABLE_TO_LOCK_ROW, ROW_LOCKED",
        "400, JSON_PARSER_ERROR, BATCH_REFUSED",
        "500, SERVER_UNAVAILABLE, UNAVAILABLE",
        "503, SERVER_UNAVAILABLE, UNAVAILABLE",
        "410, UNSUPPORTED_API_VERSION, VERSION_RETIRED",
        "400, INVALIDJOB, INVALID_SETTING",
        "400, EXCEEDEDQUOTA, QUOTA_SPENT",
        "403, FEATURENOTENABLED, NOT_PERMITTED"
    })
    void the_vendors_code_says_more_than_the_status(int status, String vendorCode, ProblemCode expected) {
        answer(error(status, vendorCode));

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.problem().vendorCode()).isEqualTo(vendorCode);
        assertThat(failure.getMessage()).doesNotContain("quoted").doesNotContain(FakeSalesforce.SECRET);
        assertThat(salesforce.requests()).as("no retry of its own").hasSize(1);
    }

    @Test
    void a_session_that_ended_is_renewed_once_and_the_batch_goes_through() {
        salesforce.stubFor(patch(urlEqualTo(UPSERT))
                .inScenario("session")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(error(401, "INVALID_SESSION_ID"))
                .willSetStateTo("renewed"));
        salesforce.stubFor(patch(urlEqualTo(UPSERT))
                .inScenario("session")
                .whenScenarioStateIs("renewed")
                .willReturn(okJson(DONE)));

        write();

        assertThat(salesforce.requests()).hasSize(2);
    }

    @Test
    void a_session_refused_for_ever_is_asked_for_twice_and_no_more() {
        answer(error(401, "INVALID_SESSION_ID"));

        assertThat(refused().problem().code()).isEqualTo(ProblemCode.CREDENTIALS_EXPIRED);
        assertThat(salesforce.requests()).hasSize(2);
    }

    @Test
    void near_the_daily_limit_the_next_batch_waits_without_asking() {
        answer(okJson(DONE).withHeader("Sforce-Limit-Info", "api-usage=14300/15000"));
        write();

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.QUOTA_SPENT);
        assertThat(failure.after()).isEqualTo(ApiUsage.PAUSE);
        assertThat(salesforce.requests()).hasSize(1);
    }

    @Test
    void near_the_daily_limit_all_applications_of_the_organisation_wait() {
        answer(okJson(DONE).withHeader("Sforce-Limit-Info", "api-usage=14300/15000"));
        var surroundings = FakeSalesforce.context(FakeSalesforce.NOW).sharing();
        try (var one = new SalesforceDestination(salesforce.settings(Map.of()), surroundings);
                var another =
                        new SalesforceDestination(salesforce.settings(Map.of("clientId", "3MVG7")), surroundings);
                var bolder = new SalesforceDestination(salesforce.settings(Map.of("apiUsageStop", 99)), surroundings)) {
            write(one);

            assertThatThrownBy(() -> write(another)).hasMessageStartingWith("QUOTA_SPENT");
            write(bolder);
        }
        assertThat(salesforce.requests()).hasSize(2);
    }

    @Test
    void below_the_daily_limit_nothing_waits() {
        answer(okJson(DONE).withHeader("Sforce-Limit-Info", "api-usage=14200/15000"));
        write();
        write();
        assertThat(salesforce.requests()).hasSize(2);
    }

    @Test
    void a_check_points_at_the_setting_to_mend() {
        var connector = new SalesforceConnector();
        var context = FakeSalesforce.context(FakeSalesforce.NOW);
        salesforce.answer(get(urlEqualTo(DATA + "/")), "{\"sobjects\":\"/services/data/v66.0/sobjects\"}");
        assertThat(connector.check(salesforce.settings(Map.of()), context)).isEmpty();

        assertThat(connector.check(salesforce.settings(Map.of("apiVersion", "v12.0")), context))
                .extracting(problem -> problem.pointer())
                .as("there is a token, so the address is right")
                .containsExactly("/apiVersion");

        salesforce.stubFor(post(urlPathEqualTo("/services/oauth2/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_client\"}")));
        assertThat(connector.check(salesforce.settings(Map.of()), context))
                .extracting(problem -> problem.pointer())
                .containsExactly("/clientSecret");
    }

    private void answer(ResponseDefinitionBuilder response) {
        salesforce.stubFor(patch(urlEqualTo(UPSERT)).willReturn(response));
    }

    private static ResponseDefinitionBuilder error(int status, String vendorCode) {
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/json")
                .withBody("[{\"message\":\"quoted value 4711\",\"errorCode\":\"" + vendorCode + "\"}]");
    }

    private ConnectorException refused() {
        return catchThrowableOfType(ConnectorException.class, this::write);
    }

    private void write() {
        write(destination);
    }

    private static void write(SalesforceDestination to) {
        var audience = to.audiences().ensure(spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of()));
        to.audiences().write(audience, batch(change(Kind.ADD, "4711", Map.of()), change(Kind.ADD, "4712", Map.of())));
    }
}
