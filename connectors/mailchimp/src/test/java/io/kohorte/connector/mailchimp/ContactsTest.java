// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kohorte.connector.mailchimp.FakeMailchimp.LIST;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MAX;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MAX_HASH;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MEMBER;
import static io.kohorte.connector.mailchimp.FakeMailchimp.NOBODY_REFUSED;
import static io.kohorte.connector.mailchimp.FakeMailchimp.change;
import static io.kohorte.connector.mailchimp.FakeMailchimp.mirror;
import static io.kohorte.connector.mailchimp.FakeMailchimp.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How people become contacts, and what becomes of them. */
final class ContactsTest {

    private static final Map<String, FieldValue> NAMED = Map.of("FNAME", FieldValue.of("Max"));
    private static final String MEMBER_PATH = LIST + "/members/" + MAX_HASH;
    private static final String CREATED = "{\"new_members\":[{\"email_address\":\"Max.Muster@example.com\","
            + "\"contact_id\":\"c-1\"}],\"updated_members\":[],\"errors\":[],\"error_count\":0}";

    private final FakeMailchimp mailchimp = new FakeMailchimp();

    @AfterEach
    void stop() {
        mailchimp.close();
    }

    @Test
    void somebody_with_fields_is_put_by_the_hash_of_the_address_and_then_joins_the_segment() {
        mailchimp.answer(put(urlPathEqualTo(MEMBER_PATH)), MEMBER);
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        var outcomes = mailchimp.write(mirror(Map.of()), change(Kind.ADD, " Max.Muster@Example.COM ", NAMED));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("c-1"));
        assertThat(mailchimp.wire())
                .containsExactly(
                        "PUT " + MEMBER_PATH
                                + " {\"email_address\":\"max.muster@example.com\",\"status_if_new\":\"transactional\","
                                + "\"merge_fields\":{\"FNAME\":\"Max\"}}",
                        "POST " + LIST + "/segments/34 {\"members_to_add\":[\"max.muster@example.com\"]}");
        assertThat(mailchimp.requests().get(0).getUrl()).endsWith("?skip_merge_validation=true");
    }

    @Test
    void people_without_fields_are_created_together_where_missing() {
        mailchimp.answer(post(urlPathEqualTo(LIST)), CREATED);
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        assertThat(mailchimp.write(mirror(Map.of()), change(Kind.ADD, MAX, Map.of())))
                .containsExactly(new Outcome.Accepted("c-1"));

        assertThat(mailchimp.wire().get(0))
                .isEqualTo("POST " + LIST + " {\"members\":[{\"email_address\":\"max.muster@example.com\","
                        + "\"status\":\"transactional\"}],\"update_existing\":false}");
    }

    @Test
    void who_is_a_contact_already_is_left_as_they_are() {
        mailchimp.answer(
                post(urlPathEqualTo(LIST)),
                "{\"new_members\":[],\"updated_members\":[],\"errors\":[{\"email_address\":\"\\\"" + MAX
                        + "\\\"\",\"error\":\"" + MAX
                        + " is already a list member\",\"error_code\":\"ERROR_CONTACT_EXISTS\"}]}");
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        assertThat(mailchimp.write(mirror(Map.of()), change(Kind.ADD, MAX, Map.of())))
                .containsExactly(new Outcome.Accepted(""));
        assertThat(mailchimp.requests()).hasSize(2);
    }

    @Test
    void a_200_with_errors_inside_is_a_refusal_of_those_named() {
        mailchimp.answer(
                post(urlPathEqualTo(LIST)),
                "{\"new_members\":[{\"email_address\":\"" + MAX + "\"}],\"updated_members\":[],\"errors\":["
                        + "{\"email_address\":\"bad@x.de\",\"error\":\"bad@x.de looks fake or invalid\","
                        + "\"error_code\":\"ERROR_GENERIC\"}]}");
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        var outcomes = mailchimp.write(
                mirror(Map.of()), change(Kind.ADD, "bad@x.de", Map.of()), change(Kind.ADD, MAX, Map.of()));

        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
            assertThat(rejected.problem().message()).isEqualTo("*** looks fake or invalid");
            assertThat(rejected.problem().vendorCode()).isEqualTo("ERROR_GENERIC");
        });
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailchimp.wire().get(1)).endsWith("{\"members_to_add\":[\"max.muster@example.com\"]}");
    }

    @Test
    void an_answer_that_passes_over_somebody_is_not_guessed_at() {
        mailchimp.answer(post(urlPathEqualTo(LIST)), "{\"new_members\":[],\"updated_members\":[],\"errors\":[]}");

        assertThatThrownBy(() -> mailchimp.write(mirror(Map.of()), change(Kind.ADD, MAX, Map.of())))
                .hasMessage("BAD_RESPONSE: Mailchimp answered without saying what became of every contact.");
    }

    @ParameterizedTest
    @CsvSource({
        "subscribed,    true,  ,      subscribed",
        "subscribed,    ,      true,  subscribed",
        "subscribed,    ,      ,      transactional",
        "subscribed,    false, ,      transactional",
        "subscribed,    true,  false, transactional",
        "pending,       true,  ,      pending",
        "pending,       ,      ,      transactional",
        "unsubscribed,  true,  ,      unsubscribed",
        "transactional, true,  true,  transactional",
    })
    void nobody_is_subscribed_who_did_not_agree(
            String option, @Nullable Boolean marketing, @Nullable Boolean email, String status) {
        mailchimp.answer(put(urlPathEqualTo(MEMBER_PATH)), MEMBER);
        var grants = new HashMap<String, Boolean>();
        if (marketing != null) {
            grants.put("marketing", marketing);
        }
        if (email != null) {
            grants.put("email", email);
        }

        mailchimp.write(
                spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of("newContacts", option)),
                change(Kind.ADD, MAX, NAMED, new Consent(grants)));

        assertThat(mailchimp.wire().get(0)).contains("\"status_if_new\":\"" + status + "\"");
        assertThat(mailchimp.wire().get(0)).doesNotContain("\"status\":");
    }

    @Test
    void mode_update_writes_fields_of_contacts_and_creates_none() {
        mailchimp.answer(
                patch(urlPathEqualTo(MEMBER_PATH)),
                404,
                "{\"title\":\"Resource Not Found\",\"status\":404,\"detail\":\"The requested resource could not be found.\"}");

        var outcomes = mailchimp.write(
                spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of()), change(Kind.UPDATE, MAX, NAMED));

        assertThat(code(outcomes.get(0))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(mailchimp.wire())
                .containsExactly("PATCH " + MEMBER_PATH + " {\"merge_fields\":{\"FNAME\":\"Max\"}}");
    }

    @Test
    void mode_insert_creates_with_fields_and_changes_nobody() {
        mailchimp.answer(post(urlPathEqualTo(LIST)), CREATED);

        assertThat(mailchimp.write(
                        spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of()), change(Kind.ADD, MAX, NAMED)))
                .containsExactly(new Outcome.Accepted("c-1"));
        assertThat(mailchimp.wire())
                .containsExactly(
                        "POST " + LIST + " {\"members\":[{\"email_address\":\"max.muster@example.com\","
                                + "\"status\":\"transactional\",\"merge_fields\":{\"FNAME\":\"Max\"}}],\"update_existing\":false}");
    }

    @Test
    void mode_insert_and_new_contacts_nobody_contradict_each_other() {
        var spec = spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of("newContacts", "nobody"));
        assertThatThrownBy(() -> mailchimp.write(spec, change(Kind.ADD, MAX, NAMED)))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void with_new_contacts_nobody_who_is_no_contact_is_told_so_by_the_segment() {
        mailchimp.answer(
                post(urlPathEqualTo(LIST + "/segments/34")),
                "{\"members_added\":[],\"members_removed\":[],\"errors\":[{\"email_addresses\":[\"" + MAX
                        + "\"],\"error\":\"Email addresses not members of list\"}],\"error_count\":1}");

        var outcomes = mailchimp.write(mirror(Map.of("newContacts", "nobody")), change(Kind.ADD, MAX, Map.of()));

        assertThat(code(outcomes.get(0))).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(mailchimp.requests()).hasSize(1);
    }

    @Test
    void fields_of_every_kind_become_what_mailchimp_takes() {
        mailchimp.answer(put(urlPathEqualTo(MEMBER_PATH)), MEMBER);
        var everything = new MailchimpContractTest().everything(Kind.UPDATE, 0).fields();

        mailchimp.write(spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of()), change(Kind.UPDATE, MAX, everything));

        assertThat(mailchimp.wire().get(0))
                .endsWith(
                        "\"merge_fields\":{\"LNAME\":\"Müller-Lüdenscheidt\",\"CHURN\":0.870,\"LASTSEEN\":\"2026-11-01\","
                                + "\"VIP\":\"true\",\"NICK\":\"\",\"ADDRESS\":{\"addr1\":\"Domplatz 1\",\"city\":\"Köln\"}},"
                                + "\"interests\":{\"9143cf3bd1\":true}}");
    }

    @Test
    void a_name_that_is_none_of_a_field_stops_the_sync() {
        var odd = Map.of("first name", FieldValue.of("Max"));
        assertThatThrownBy(() -> mailchimp.write(mirror(Map.of()), change(Kind.ADD, MAX, odd)))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void who_leaves_is_taken_out_of_the_segment_and_stays_a_contact() {
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        assertThat(mailchimp.write(mirror(Map.of()), change(Kind.REMOVE, MAX, NAMED)))
                .containsExactly(new Outcome.Accepted(""));
        assertThat(mailchimp.wire())
                .containsExactly("POST " + LIST + "/segments/34 {\"members_to_remove\":[\"max.muster@example.com\"]}");
    }

    @Test
    void who_leaves_and_is_no_contact_any_more_has_left() {
        mailchimp.answer(
                post(urlPathEqualTo(LIST + "/segments/34")),
                "{\"members_added\":[],\"members_removed\":[],\"errors\":[{\"email_addresses\":[\"" + MAX
                        + "\"],\"error\":\"Email addresses not members of list\"}]}");
        assertThat(mailchimp.write(mirror(Map.of()), change(Kind.REMOVE, MAX, Map.of())))
                .containsExactly(new Outcome.Accepted(""));
    }

    @Test
    void fields_are_emptied_when_that_is_what_leaving_means() {
        mailchimp.answer(patch(urlPathEqualTo(MEMBER_PATH)), MEMBER);
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), NOBODY_REFUSED);

        mailchimp.write(spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of()), change(Kind.REMOVE, MAX, NAMED));

        assertThat(mailchimp.wire())
                .containsExactly(
                        "PATCH " + MEMBER_PATH + " {\"merge_fields\":{\"FNAME\":\"\"}}",
                        "POST " + LIST + "/segments/34 {\"members_to_remove\":[\"max.muster@example.com\"]}");
    }

    @ParameterizedTest
    @CsvSource({"204,", "404, Resource Not Found", "405, Method Not Allowed"})
    void deleting_archives_the_contact_and_the_archived_stay_so(int status, String title) {
        mailchimp.answer(
                delete(urlPathEqualTo(MEMBER_PATH)),
                status,
                title == null ? "" : "{\"title\":\"" + title + "\",\"status\":" + status + "}");

        assertThat(mailchimp.write(
                        spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of()), change(Kind.REMOVE, MAX, Map.of())))
                .containsExactly(new Outcome.Accepted(""));
        assertThat(mailchimp.wire()).containsExactly("DELETE " + MEMBER_PATH);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "REMOVE_FROM_AUDIENCE"})
    void without_a_segment_nothing_is_sent_for_who_leaves(DeleteBehaviour behaviour) {
        assertThat(mailchimp.write(spec(SyncMode.UPSERT, behaviour, Map.of()), change(Kind.REMOVE, MAX, NAMED)))
                .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        assertThat(mailchimp.requests()).isEmpty();
    }

    @Test
    void an_address_that_is_none_is_told_without_asking() {
        mailchimp.answer(any(urlPathMatching(".*")), "{}");
        var outcomes = mailchimp.write(
                mirror(Map.of()),
                change(Kind.ADD, "62eeb292278cc15f5817cb78f7790b08", NAMED),
                change(Kind.ADD, " ", NAMED));

        assertThat(outcomes.stream().map(ContactsTest::code).toList())
                .isEqualTo(List.of(ProblemCode.IDENTIFIER_INVALID, ProblemCode.IDENTIFIER_MISSING));
        assertThat(mailchimp.requests()).isEmpty();
    }

    @Test
    void when_the_segment_does_not_answer_those_already_written_come_again() {
        mailchimp.answer(put(urlPathEqualTo(MEMBER_PATH)), MEMBER);
        mailchimp.answer(post(urlPathEqualTo(LIST + "/segments/34")), 503, "");

        var outcomes = mailchimp.write(mirror(Map.of()), change(Kind.ADD, MAX, NAMED));

        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private static ProblemCode code(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem().code();
    }
}
