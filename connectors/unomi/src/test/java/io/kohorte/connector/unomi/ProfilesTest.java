// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestVendor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of profiles. */
final class ProfilesTest {

    @RegisterExtension
    private static final WireMockExtension UNOMI =
            WireMockExtension.newInstance().build();

    private static final String NOBODY = "{\"list\":[],\"totalSize\":0}";

    private static final String MAX =
            """
            {"list":[{"itemId":"customer-1","itemType":"profile","properties":{"email":"max@example.com","visits":7},
              "segments":["returning"],"systemProperties":{"lists":["newsletter"],"goals":{"g":"x"}},
              "consents":{"systemscope/news":{"status":"DENIED","statusDate":"2020-01-01T00:00:00Z",
                "revokeDate":"2022-01-01T00:00:00Z"}}}],"totalSize":1}""";

    @Test
    void looks_for_everybody_at_once_and_saves_each_by_itself() {
        answers(MAX);
        assertThat(write(Samples.mirror(Map.of()), Samples.max(MemberChange.Kind.ADD)))
                .containsExactly(new Outcome.Accepted(""));
        UNOMI.verify(
                postRequestedFor(urlEqualTo("/cxs/profiles/search"))
                        .withHeader("Authorization", equalTo("Basic YWNtZTpwcml2YXRlLWtleS10aGF0LW5vYm9keS1zZWVz"))
                        .withRequestBody(
                                equalToJson(
                                        """
                        {"offset":0,"limit":10,"condition":{"type":"booleanCondition","parameterValues":{"operator":"or",
                          "subConditions":[{"type":"profilePropertyCondition","parameterValues":{"propertyName":"itemId",
                            "comparisonOperator":"equals","propertyValue":"customer-1"}}]}}}""")));
        assertSaved(
                """
                {"itemId":"customer-1","itemType":"profile",
                  "properties":{"lastName":"Müller","kohorte_seg_42":true},"segments":["returning"]}""");
    }

    @Test
    void keeps_the_lists_somebody_is_in() {
        answers(MAX);
        write(Samples.mirror(Map.of("marks", "list")), Samples.max(MemberChange.Kind.ADD));
        assertSaved(
                """
                {"itemId":"customer-1","itemType":"profile","properties":{"lastName":"Müller"},
                  "systemProperties":{"lists":["newsletter","kohorte_seg_42"]},"segments":["returning"]}""");
    }

    @Test
    void takes_who_leaves_from_that_list_only() {
        answers(MAX.replace("[\"newsletter\"]", "[\"newsletter\",\"vip\"]"));
        write(Samples.mirror(Map.of("marks", "list", "remoteId", "newsletter")), Samples.max(MemberChange.Kind.REMOVE));
        assertSaved(
                """
                {"itemId":"customer-1","itemType":"profile","properties":{},
                  "systemProperties":{"lists":["vip"]},"segments":["returning"]}""");
    }

    @Test
    void clears_fields_by_nothing() {
        answers(MAX);
        write(
                Samples.audience(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "external_id", Map.of()),
                Samples.max(MemberChange.Kind.REMOVE));
        assertSaved(
                """
                {"itemId":"customer-1","itemType":"profile",
                  "properties":{"lastName":null,"kohorte_seg_42":false},"segments":["returning"]}""");
    }

    @Test
    void creates_whom_nobody_knows_under_the_same_id_each_time() {
        answers(NOBODY);
        var spec = Samples.audience(
                SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Map.of("marks", "nothing"));
        var first = write(spec, Samples.max(MemberChange.Kind.ADD));
        assertThat(write(spec, Samples.max(MemberChange.Kind.ADD))).isEqualTo(first);
        var id = ((Outcome.Accepted) first.get(0)).remoteRef();
        assertThat(id).matches("[0-9a-f-]{36}");
        UNOMI.verify(
                2,
                postRequestedFor(urlEqualTo("/cxs/profiles"))
                        .withRequestBody(equalToJson("{\"itemId\":\"" + id + "\",\"itemType\":\"profile\","
                                + "\"properties\":{\"email\":\"max@example.com\",\"lastName\":\"Müller\"},"
                                + "\"segments\":[]}")));
    }

    @Test
    void finds_an_address_whatever_its_case() {
        answers(MAX.replace("max@example.com", "MAX@example.com"));
        var spec = Samples.audience(SyncMode.UPDATE, DeleteBehaviour.NOTHING, "email", Map.of());
        assertThat(write(spec, Samples.max(MemberChange.Kind.UPDATE)))
                .containsExactly(new Outcome.Accepted("customer-1"));
    }

    @Test
    void writes_what_people_answered_and_keeps_the_date_of_an_answer_that_is_the_same() {
        answers(MAX);
        write(
                Map.of("consentTypes", Map.of("marketing", "ads", "email", "news", "sms", "texts")),
                Samples.mirror(Map.of("marks", "nothing")),
                Samples.max(MemberChange.Kind.ADD));
        assertSaved(
                """
                {"itemId":"customer-1","itemType":"profile","properties":{"lastName":"Müller"},"segments":["returning"],
                  "consents":{
                    "systemscope/news":{"scope":"systemscope","typeIdentifier":"news","status":"DENIED",
                      "statusDate":"2020-01-01T00:00:00Z","revokeDate":"2022-01-01T00:00:00Z"},
                    "systemscope/ads":{"scope":"systemscope","typeIdentifier":"ads","status":"GRANTED",
                      "statusDate":"2026-11-21T20:25:00Z","revokeDate":"2028-11-20T20:25:00Z"}}}""");
    }

    @Test
    void modes_say_what_becomes_of_the_known_and_the_unknown() {
        answers(NOBODY);
        assertThat(code(write(mode(SyncMode.UPDATE), Samples.max(MemberChange.Kind.UPDATE))))
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(write(mode(SyncMode.MIRROR), Samples.max(MemberChange.Kind.REMOVE)))
                .containsExactly(new Outcome.Accepted(""));
        answers(MAX);
        assertThat(write(mode(SyncMode.INSERT), Samples.max(MemberChange.Kind.ADD)))
                .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        UNOMI.verify(0, postRequestedFor(urlEqualTo("/cxs/profiles")));
    }

    @Test
    void deletes_who_leaves_where_that_was_chosen() {
        answers(MAX.replace("customer-1", "customer 1/ä"));
        UNOMI.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(204)));
        var spec = Samples.audience(SyncMode.MIRROR, DeleteBehaviour.DELETE, "email", Map.of());
        assertThat(write(spec, Samples.max(MemberChange.Kind.REMOVE))).containsExactly(new Outcome.Accepted(""));
        UNOMI.verify(deleteRequestedFor(urlEqualTo("/cxs/profiles/customer%201%2F%C3%A4")));
    }

    @Test
    void two_profiles_of_one_person_are_a_conflict() {
        answers("{\"list\":[{\"itemId\":\"a\",\"properties\":{\"email\":\"max@example.com\"}},"
                + "{\"itemId\":\"b\",\"properties\":{\"email\":\"max@example.com\"}}],\"totalSize\":2}");
        var spec = Samples.audience(SyncMode.MIRROR, DeleteBehaviour.NOTHING, "email", Map.of());
        assertThat(code(write(spec, Samples.max(MemberChange.Kind.ADD)))).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void a_profile_that_was_merged_away_is_a_conflict() {
        answers("{\"list\":[{\"itemId\":\"customer-1\",\"mergedWith\":\"other\"}],\"totalSize\":1}");
        assertThat(code(write(Samples.mirror(Map.of()), Samples.max(MemberChange.Kind.ADD))))
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void a_property_that_tells_nobody_apart_is_a_wrong_setting() {
        answers("{\"list\":[],\"totalSize\":11}");
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> write(Samples.mirror(Map.of()), Samples.max(MemberChange.Kind.ADD)));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
    }

    @Test
    void an_identity_that_profiles_do_not_hold_is_missing() {
        var spec = Samples.audience(SyncMode.MIRROR, DeleteBehaviour.NOTHING, "maid", Map.of());
        var change = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("maid", "AEBE52E7-03EE-455A-B3C4-E57283966239")),
                Map.of("a", FieldValue.of("b")),
                Samples.max(MemberChange.Kind.ADD).consent());
        assertThat(code(write(spec, change))).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        UNOMI.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void an_identity_can_be_a_property_of_any_name() {
        answers(NOBODY);
        write(
                Map.of("identities", Map.of("external_id", "customerNumber")),
                Samples.mirror(Map.of()),
                Samples.max(MemberChange.Kind.ADD));
        var body = TestVendor.parse(UNOMI.findAll(postRequestedFor(urlEqualTo("/cxs/profiles")))
                .get(0)
                .getBodyAsString());
        assertThat(body.at("/properties/customerNumber").asText()).isEqualTo("customer-1");
    }

    @ParameterizedTest
    @CsvSource({
        "400, FIELD_INVALID, Rejected",
        "409, CONFLICT, Rejected",
        "500, UNAVAILABLE, Retry",
        "503, UNAVAILABLE, thrown",
        "401, CREDENTIALS_REJECTED, thrown",
        "403, NOT_PERMITTED, thrown",
    })
    void each_refusal_has_its_meaning(int status, ProblemCode code, String how) {
        answers(MAX);
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles")).willReturn(aResponse().withStatus(status)));
        var spec = Samples.mirror(Map.of());
        if (how.equals("thrown")) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> write(spec, Samples.max(MemberChange.Kind.ADD)));
            assertThat(refusal.problem().code()).isEqualTo(code);
        } else {
            var outcome = write(spec, Samples.max(MemberChange.Kind.ADD)).get(0);
            assertThat(outcome.getClass().getSimpleName()).isEqualTo(how);
            assertThat(code(List.of(outcome))).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            ``
            {}
            {"itemId":"somebody else"}
            """)
    void nobody_is_taken_for_saved_on_a_guess(String answer) {
        answers(MAX);
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles")).willReturn(aResponse().withBody(answer)));
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> write(Samples.mirror(Map.of()), Samples.max(MemberChange.Kind.ADD)));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    @Test
    void who_was_saved_before_a_failure_stays_saved() {
        answers(MAX);
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles"))
                .inScenario("fails later")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withBody("{\"itemId\":\"customer-1\"}"))
                .willSetStateTo("down"));
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles"))
                .inScenario("fails later")
                .whenScenarioStateIs("down")
                .willReturn(aResponse().withStatus(503)));
        var other = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("2", Map.of("external_id", "customer-2")),
                Map.of(),
                Samples.max(MemberChange.Kind.ADD).consent());
        assertThat(write(Samples.mirror(Map.of()), Samples.max(MemberChange.Kind.ADD), other))
                .satisfiesExactly(
                        saved -> assertThat(saved).isEqualTo(new Outcome.Accepted("")),
                        later -> assertThat(later).isInstanceOf(Outcome.Retry.class));
    }

    /** Whatever is saved is answered as it came. */
    private static void answers(String search) {
        UNOMI.stubFor(
                post(urlEqualTo("/cxs/profiles/search")).willReturn(aResponse().withBody(search)));
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles"))
                .willReturn(aResponse()
                        .withTransformers("response-template")
                        .withBody("{\"itemId\":\"{{jsonPath request.body '$.itemId'}}\"}")));
    }

    private static void assertSaved(String body) {
        UNOMI.verify(postRequestedFor(urlEqualTo("/cxs/profiles")).withRequestBody(equalToJson(body)));
    }

    private static AudienceSpec mode(SyncMode mode) {
        return Samples.audience(mode, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "external_id", Map.of());
    }

    private static ProblemCode code(List<Outcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0) instanceof Outcome.Rejected rejected
                ? rejected.problem().code()
                : ((Outcome.Retry) outcomes.get(0)).problem().code();
    }

    private static List<Outcome> write(AudienceSpec spec, MemberChange... changes) {
        return write(Map.of(), spec, changes);
    }

    private static List<Outcome> write(Map<String, ?> settings, AudienceSpec spec, MemberChange... changes) {
        try (var destination = Samples.open(UNOMI.baseUrl() + "/cxs/", settings)) {
            return Samples.write(destination, spec, changes);
        }
    }
}
