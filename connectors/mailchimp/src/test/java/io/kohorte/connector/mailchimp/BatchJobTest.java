// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kohorte.connector.mailchimp.FakeMailchimp.LIST;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MEMBER;
import static io.kohorte.connector.mailchimp.FakeMailchimp.NOBODY_REFUSED;
import static io.kohorte.connector.mailchimp.FakeMailchimp.change;
import static io.kohorte.connector.mailchimp.FakeMailchimp.mirror;
import static io.kohorte.connector.mailchimp.FakeMailchimp.spec;
import static io.kohorte.connector.mailchimp.Results.member;
import static io.kohorte.connector.mailchimp.Results.packed;
import static io.kohorte.connector.mailchimp.Results.problem;
import static io.kohorte.connector.mailchimp.Results.result;
import static io.kohorte.connector.mailchimp.Results.tar;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestVendor;
import io.kohorte.toolkit.identity.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many people with fields at once. */
final class BatchJobTest {

    private static final String BATCHES = "/3.0/batches";
    private static final String JOB = BATCHES + "/8b2428d747";
    private static final String SEGMENT = LIST + "/segments/34";
    private static final String ARCHIVE = "/results/8b2428d747-response.tar.gz";
    private static final String SIGNED = "?X-Amz-Signature=0f";
    private static final Map<String, FieldValue> SCORE = Map.of("CHURN", FieldValue.of("high"));

    private final FakeMailchimp mailchimp = new FakeMailchimp();

    @AfterEach
    void stop() {
        mailchimp.close();
    }

    @Test
    void people_with_fields_are_one_job_and_join_the_segment_after_it() {
        takes();
        finishes(packed(tar(
                List.of(result("1.MEANS_THE_LIST.JOINS", 200, member("Eva@Example.com", "c-2"))),
                List.of(result("0.MEANS_THE_LIST.JOINS", 200, member("max@example.com", "c-1"))))));
        mailchimp.answer(post(urlPathEqualTo(SEGMENT)), NOBODY_REFUSED);

        var pending = mailchimp.start(mirror(Map.of()), enters("max@example.com"), enters("eva@example.com"));

        assertThat(mailchimp.wire()).hasSize(1);
        assertThat(TestVendor.parse(mailchimp.body(0)))
                .isEqualTo(TestVendor.parse("{\"operations\":[" + operation(0, "max@example.com") + ","
                        + operation(1, "eva@example.com") + "]}"));
        assertThat(((BatchResult.Pending) pending).ticket().memo().toString())
                .as("no addresses wait in a ticket")
                .doesNotContain("example.com");

        assertThat(outcomes(mailchimp.poll(pending)))
                .containsExactly(new Outcome.Accepted("c-1"), new Outcome.Accepted("c-2"));
        assertThat(mailchimp.wire().get(3))
                .isEqualTo("POST " + SEGMENT + " {\"members_to_add\":[\"eva@example.com\",\"max@example.com\"]}");
    }

    @Test
    void a_preview_shows_the_job_and_the_segment() {
        try (var destination = mailchimp.open(Map.of("batchFrom", 2))) {
            var audience = new RemoteAudience(mirror(Map.of()), "34");
            var batch = batch(enters("max@example.com"), enters("eva@example.com"));
            assertThat(destination.audiences().preview(audience, batch).requests())
                    .extracting(
                            request -> request.url().substring(mailchimp.url().length()))
                    .containsExactly(BATCHES, SEGMENT);
        }
    }

    @Test
    void fewer_people_than_a_job_is_for_are_written_one_by_one() {
        mailchimp.answer(put(urlPathMatching(LIST + "/members/.*")), MEMBER);
        mailchimp.answer(post(urlPathEqualTo(SEGMENT)), NOBODY_REFUSED);

        assertThat(mailchimp.start(mirror(Map.of()), enters("max@example.com"))).isInstanceOf(BatchResult.Done.class);
    }

    @Test
    void results_tell_the_fate_of_each_person_and_only_those_taken_join() {
        takes();
        finishes(packed(tar(List.of(
                result("0.MEANS_THE_LIST.JOINS", 200, member("p0@example.com", "c-0")),
                result(
                        "1.MEANS_THE_LIST.JOINS",
                        400,
                        problem(400, "Invalid Resource", "p1@example.com looks fake or invalid")),
                result(
                        "2.MEANS_THE_LIST.JOINS",
                        400,
                        problem(400, "Forgotten Email Not Subscribed", "p2 was permanently deleted")),
                result("3.MEANS_THE_LIST.JOINS", 429, problem(429, "Too Many Requests", "")),
                result("4.MEANS_THE_LIST.JOINS", 403, ""),
                result("5.MEANS_THE_LIST.JOINS", 500, "<html>"),
                result("6.MEANS_THE_LIST.JOINS", 404, problem(404, "Resource Not Found", "")),
                result("7.MEANS_THE_LIST.JOINS", 400, "")))));
        mailchimp.answer(
                post(urlPathEqualTo(SEGMENT)),
                "{\"members_added\":[],\"members_removed\":[],\"errors\":[{\"email_addresses\":[\"p0@example.com\"],"
                        + "\"error\":\"p0@example.com is already a member\"}]}");

        var outcomes = outcomes(mailchimp.poll(mailchimp.start(mirror(Map.of()), people(9))));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("c-0"));
        assertThat(rejection(outcomes.get(1)).code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
        assertThat(rejection(outcomes.get(1)).message()).isEqualTo("Mailchimp refused this contact.");
        assertThat(rejection(outcomes.get(2)).code()).isEqualTo(ProblemCode.FORGOTTEN);
        assertThat(again(outcomes.get(3)).code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(again(outcomes.get(4)).code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(again(outcomes.get(5)).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(again(outcomes.get(6)).code()).as("the list, for people").isEqualTo(ProblemCode.AUDIENCE_GONE);
        assertThat(rejection(outcomes.get(7)).code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(again(outcomes.get(8)).message())
                .isEqualTo("The job ended without saying what became of this contact.");
        assertThat(mailchimp.wire().get(3)).endsWith(" {\"members_to_add\":[\"p0@example.com\"]}");
    }

    @Test
    void who_leaves_and_has_fields_to_empty_leaves_the_segment_after_the_job() {
        takes();
        finishes(tar(List.of(
                result("0.IS_WANTED.LEAVES", 200, member("p0@example.com", "c-0")),
                result("1.IS_WANTED.LEAVES", 404, problem(404, "Resource Not Found", "")))));
        mailchimp.answer(post(urlPathEqualTo(SEGMENT)), NOBODY_REFUSED);
        var clearing = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of());

        var pending = mailchimp.start(clearing, leaves("p0@example.com"), leaves("p1@example.com"));

        assertThat(TestVendor.parse(mailchimp.body(0))
                        .at("/operations/1/method")
                        .asText())
                .isEqualTo("PATCH");
        assertThat(outcomes(mailchimp.poll(pending)))
                .containsExactly(new Outcome.Accepted("c-0"), new Outcome.Accepted(""));
        assertThat(mailchimp.wire().get(3)).endsWith(" {\"members_to_remove\":[\"p0@example.com\"]}");
    }

    @Test
    void who_is_archived_by_a_job_needs_no_segment_and_may_be_archived_already() {
        takes();
        finishes(packed(tar(List.of(
                result("0.IS_ARCHIVED.STAYS", 204, ""),
                result("1.IS_ARCHIVED.STAYS", 405, problem(405, "Method Not Allowed", "cannot be removed"))))));
        var deleting = spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of());

        var pending = mailchimp.start(deleting, leaves("p0@example.com"), leaves("p1@example.com"));

        assertThat(TestVendor.parse(mailchimp.body(0)).at("/operations/0"))
                .isEqualTo(TestVendor.parse("{\"method\":\"DELETE\",\"path\":\"/lists/a6b5da1054/members/"
                        + Hash.MD5_HEX.of("p0@example.com") + "\",\"operation_id\":\"0.IS_ARCHIVED.STAYS\"}"));
        assertThat(outcomes(mailchimp.poll(pending)))
                .containsExactly(new Outcome.Accepted(""), new Outcome.Accepted(""));
        assertThat(mailchimp.requests()).hasSize(3);
    }

    @Test
    void rows_that_no_job_works_on_keep_their_outcome_across_it() {
        takes();
        finishes(packed(tar(List.of(
                result("1.IS_A_PROBLEM.JOINS", 200, member("p1@example.com", "c-1")),
                result("2.IS_A_PROBLEM.JOINS", 404, problem(404, "Resource Not Found", ""))))));
        mailchimp.answer(
                post(urlPathEqualTo(SEGMENT)),
                "{\"members_added\":[],\"members_removed\":[],\"errors\":[{\"email_addresses\":[\"p3@example.com\"],"
                        + "\"error\":\"not a member of the list\"}]}");
        var noneNew = mirror(Map.of("newContacts", "nobody"));

        var pending = mailchimp.start(
                noneNew,
                change(Kind.ADD, "no address", SCORE),
                enters("p1@example.com"),
                enters("p2@example.com"),
                change(Kind.ADD, "p3@example.com", Map.of()));
        assertThat(mailchimp.wire().get(0)).endsWith("{\"members_to_add\":[\"p3@example.com\"]}");
        var outcomes = outcomes(mailchimp.poll(pending));

        assertThat(outcomes)
                .extracting(outcome -> outcome instanceof Outcome.Rejected rejected
                        ? rejected.problem().code().name()
                        : "accepted")
                .containsExactly("IDENTIFIER_INVALID", "accepted", "NOT_FOUND", "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "preprocessing", "started", "finalizing", "finished"})
    void a_job_that_goes_on_or_has_no_results_yet_is_looked_at_again(String status) {
        takes();
        mailchimp.answer(get(urlPathEqualTo(JOB)), "{\"status\":\"" + status + "\",\"response_body_url\":\"\"}");
        var pending = mailchimp.start(mirror(Map.of()), people(2));
        assertThat(mailchimp.poll(pending)).isEqualTo(pending);
    }

    @Test
    void a_job_that_disappeared_is_named_as_such() {
        takes();
        mailchimp.answer(get(urlPathEqualTo(JOB)), 404, problem(404, "Resource Not Found", ""));
        var pending = mailchimp.start(mirror(Map.of()), people(2));
        assertThatThrownBy(() -> mailchimp.poll(pending))
                .hasMessage("NOT_FOUND: Mailchimp does not know the job any more.");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"200|{}", "200|{\"status\":\"cancelled\"}", "200|<html>"},
            delimiter = '|')
    void an_answer_that_does_not_say_how_far_the_job_is_is_not_guessed_at(int status, String answer) {
        takes();
        mailchimp.answer(get(urlPathEqualTo(JOB)), status, answer);
        var pending = mailchimp.start(mirror(Map.of()), people(2));
        assertThatThrownBy(() -> mailchimp.poll(pending)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void an_address_of_results_that_ran_out_is_asked_for_again() {
        takes();
        finishes(new byte[0]);
        mailchimp.stubFor(get(urlPathEqualTo(ARCHIVE)).willReturn(aResponse().withStatus(403)));
        var pending = mailchimp.start(mirror(Map.of()), people(2));
        assertThatThrownBy(() -> mailchimp.poll(pending)).hasMessageStartingWith("UNAVAILABLE");
    }

    @Test
    void results_are_fetched_from_elsewhere_without_credentials() {
        takes();
        finishes(packed(tar(List.of())));
        mailchimp.poll(mailchimp.start(mirror(Map.of()), people(2)));

        var fetched = mailchimp.requests().get(2);
        assertThat(fetched.getUrl()).isEqualTo(ARCHIVE + SIGNED);
        assertThat(fetched.containsHeader("authorization")).isFalse();
        assertThat(mailchimp.requests().get(1).containsHeader("authorization")).isTrue();
    }

    @Test
    void results_that_are_damaged_or_larger_than_any_job_are_not_believed() {
        var sound = packed(tar(List.of(result("0.MEANS_THE_LIST.JOINS", 200, member("p0@example.com", "c-0")))));
        var large = packed(tar(List.of(" ".repeat(Archive.LARGEST))));
        var many = packed(tar(List.of(" ".repeat(Archive.LARGEST / 2)), List.of(" ".repeat(Archive.LARGEST / 2))));
        var noTar = packed("no archive at all".repeat(64).getBytes(StandardCharsets.UTF_8));
        var noList = tar(List.of("{]"));
        for (var damaged : List.of(Arrays.copyOf(sound, sound.length / 2), large, many, noTar, noList)) {
            assertThatThrownBy(() -> Archive.results(damaged))
                    .hasMessage("BAD_RESPONSE: Mailchimp answered with results of a job that cannot be read.");
        }
    }

    @Test
    void a_segment_that_cannot_be_changed_after_the_job_is_tried_again_with_the_next_look() {
        takes();
        finishes(packed(tar(List.of(result("0.MEANS_THE_LIST.JOINS", 200, member("p0@example.com", "c-0"))))));
        mailchimp.answer(post(urlPathEqualTo(SEGMENT)), 429, "");
        var pending = mailchimp.start(mirror(Map.of()), people(2));
        assertThatThrownBy(() -> mailchimp.poll(pending)).hasMessageStartingWith("RATE_LIMITED");

        mailchimp.answer(post(urlPathEqualTo(SEGMENT)), NOBODY_REFUSED);
        assertThat(outcomes(mailchimp.poll(pending)).get(0)).isEqualTo(new Outcome.Accepted("c-0"));
    }

    @Test
    void results_about_nobody_of_the_batch_are_passed_over() {
        takes();
        finishes(packed(tar(List.of(
                result("7.MEANS_THE_LIST.JOINS", 200, member("x@example.com", "c-7")),
                result("0.GONE.JOINS", 200, member("x@example.com", "c-7")),
                result("", 200, "{}")))));
        assertThat(outcomes(mailchimp.poll(mailchimp.start(mirror(Map.of()), people(2)))))
                .hasSize(2)
                .allMatch(Outcome.Retry.class::isInstance, "come again");
    }

    @Test
    void a_job_that_mailchimp_does_not_take_is_no_job() {
        mailchimp.answer(post(urlPathEqualTo(BATCHES)), 429, problem(429, "Too Many Requests", ""));
        assertThatThrownBy(() -> mailchimp.start(mirror(Map.of()), people(2))).hasMessageStartingWith("RATE_LIMITED");

        mailchimp.answer(post(urlPathEqualTo(BATCHES)), "{\"id\":\"../lists\"}");
        assertThatThrownBy(() -> mailchimp.start(mirror(Map.of()), people(2))).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_ticket_of_somebody_else_is_refused() {
        for (var ticket : List.of(
                new JobTicket("a/b", 1, Map.of("settled", "[]")),
                new JobTicket("a", 1, Map.of()),
                new JobTicket("a", 1, Map.of("settled", "[{\"rows\":\"0\",\"code\":\"WHAT\"}]")))) {
            assertThatThrownBy(() -> mailchimp.poll(ticket)).hasMessageStartingWith("CONTRACT_BROKEN");
        }
    }

    private void takes() {
        mailchimp.answer(post(urlPathEqualTo(BATCHES)), "{\"id\":\"8b2428d747\",\"status\":\"pending\"}");
    }

    private void finishes(byte[] archive) {
        mailchimp.answer(
                get(urlPathEqualTo(JOB)),
                "{\"status\":\"finished\",\"response_body_url\":\"" + mailchimp.url() + ARCHIVE + SIGNED + "\"}");
        mailchimp.stubFor(get(urlPathEqualTo(ARCHIVE)).willReturn(aResponse().withBody(archive)));
    }

    private static MemberChange enters(String email) {
        return change(Kind.ADD, email, SCORE);
    }

    private static MemberChange leaves(String email) {
        return change(Kind.REMOVE, email, SCORE);
    }

    private static MemberChange[] people(int number) {
        var people = new MemberChange[number];
        Arrays.setAll(people, n -> enters("p" + n + "@example.com"));
        return people;
    }

    private static String operation(int row, String email) {
        return "{\"method\":\"PUT\",\"path\":\"/lists/a6b5da1054/members/" + Hash.MD5_HEX.of(email)
                + "\",\"params\":{\"skip_merge_validation\":\"true\"},\"operation_id\":\"" + row
                + ".MEANS_THE_LIST.JOINS\",\"body\":\"{\\\"email_address\\\":\\\"" + email
                + "\\\",\\\"status_if_new\\\":\\\"transactional\\\",\\\"merge_fields\\\":{\\\"CHURN\\\":\\\"high\\\"}}\"}";
    }

    private static Problem rejection(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem();
    }

    private static Problem again(Outcome outcome) {
        return ((Outcome.Retry) outcome).problem();
    }
}
