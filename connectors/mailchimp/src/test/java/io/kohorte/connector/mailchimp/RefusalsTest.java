// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MAX;
import static io.kohorte.connector.mailchimp.FakeMailchimp.change;
import static io.kohorte.connector.mailchimp.FakeMailchimp.mirror;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which Mailchimp says no. */
final class RefusalsTest {

    private final FakeMailchimp mailchimp = new FakeMailchimp();

    @AfterEach
    void stop() {
        mailchimp.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    401 | API Key Invalid     | CREDENTIALS_REJECTED
                    403 | Forbidden           | NOT_PERMITTED
                    403 | User Disabled       | CREDENTIALS_REJECTED
                    403 | WrongDatacenter     | INVALID_SETTING
                    403 |                     | RATE_LIMITED
                    404 | Resource Not Found  | AUDIENCE_GONE
                    405 | Method Not Allowed  | INVALID_SETTING
                    414 | Resource Nesting    | INVALID_SETTING
                    426 | Upgrade Required    | VERSION_RETIRED
                    429 | Too Many Requests   | RATE_LIMITED
                    429 |                     | RATE_LIMITED
                    500 | Internal Error      | UNAVAILABLE
                    503 | Compliance Related  | UNAVAILABLE
                    504 |                     | UNAVAILABLE
                    """)
    void a_request_as_a_whole(int status, String title, ProblemCode code) {
        mailchimp.answer(any(anyUrl()), status, title == null ? "" : "{\"title\":\"" + title + "\"}");

        var refusal = catchThrowableOfType(ConnectorException.class, () -> write());

        assertThat(refusal.problem().code()).isEqualTo(code);
        assertThat(refusal.problem().vendorCode())
                .isEqualTo(title == null ? Integer.toString(status) : status + " " + title);
        assertThat(mailchimp.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Forgotten Email Not Subscribed | max.muster@example.com was permanently deleted and cannot be re-imported. | | FORGOTTEN
                    Member In Compliance State | max.muster@example.com is in a compliance state due to unsubscribe, bounce, or compliance review. | | FORGOTTEN
                    Invalid Resource | max.muster@example.com looks fake or invalid, please enter a real email address. | | IDENTIFIER_INVALID
                    Invalid Resource | Please provide a valid email address. | | IDENTIFIER_INVALID
                    Invalid Resource | This value should not be blank. | email_address | IDENTIFIER_INVALID
                    Invalid Resource | Data did not match any of the schemas described in anyOf. | FNAME | FIELD_INVALID
                    Bad Request | Something | | FIELD_INVALID
                    """)
    void a_row(String title, String sentence, String field, ProblemCode code) {
        var errors =
                field == null ? "" : ",\"errors\":[{\"field\":\"" + field + "\",\"message\":\"" + sentence + "\"}]";
        mailchimp.answer(
                any(anyUrl()),
                400,
                "{\"title\":\"" + title + "\",\"status\":400,\"detail\":\"" + sentence + "\"" + errors + "}");

        var rejected = (Outcome.Rejected) write();

        assertThat(rejected.problem().code()).isEqualTo(code);
        assertThat(rejected.problem().vendorCode()).isEqualTo(title);
        assertThat(rejected.problem().field()).isEqualTo(field == null ? "" : field);
        assertThat(rejected.problem().message()).isEqualTo(sentence.replace(MAX, "***"));
    }

    @Test
    void an_address_that_joined_many_audiences_at_once_comes_again_after_an_hour() {
        mailchimp.answer(
                any(anyUrl()),
                400,
                "{\"title\":\"Invalid Resource\",\"detail\":\"" + MAX
                        + " has signed up to a lot of lists very recently; we're not allowing more signups for now\"}");

        assertThat(write()).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
            assertThat(retry.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
            assertThat(retry.after()).hasHours(1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    401 | API Key Invalid    | /apiKey
                    403 | Forbidden          | /apiKey
                    403 | WrongDatacenter    | /url
                    404 | Resource Not Found | /listId
                    """)
    void a_check_points_at_the_setting_to_mend(int status, String title, String pointer) {
        mailchimp.answer(any(anyUrl()), status, "{\"title\":\"" + title + "\"}");

        assertThat(new MailchimpConnector().check(mailchimp.settings(Map.of()), FakeMailchimp.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo(pointer));
    }

    @Test
    void a_token_without_an_address_is_named_before_anybody_is_called() {
        var settings = Settings.of(Map.of("apiKey", "oauth-access-token", "listId", "a6b5da1054"));
        assertThat(new MailchimpConnector().check(settings, FakeMailchimp.context()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/apiKey");
                    assertThat(problem.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef-us21, Basic a29ob3J0ZTowMTIzNDU2Nzg5YWJjZGVmLXVzMjE=",
        "oauth-access-token,    Bearer oauth-access-token"
    })
    void a_key_goes_out_as_basic_and_a_token_as_bearer(String key, String authorization) {
        mailchimp.answer(any(anyUrl()), "{\"total_items\":1}");
        assertThat(new MailchimpConnector().check(mailchimp.settings(Map.of("apiKey", key)), FakeMailchimp.context()))
                .isEmpty();
        assertThat(mailchimp.requests().get(0).getHeader("Authorization")).isEqualTo(authorization);
    }

    private Outcome write() {
        return mailchimp
                .write(mirror(Map.of()), change(Kind.ADD, MAX, Map.of("FNAME", FieldValue.of("Max"))))
                .get(0);
    }
}
