// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.AUDIENCE;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.USERS;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.add;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.change;
import static io.kohorte.connector.linkedinads.FakeLinkedIn.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.identity.Hash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersTest {

    private static final String ANDROID = "6d92078a-8246-4ba4-ae5b-76104861e7dc";
    private static final String MAX = "60413d9ab7701a6dc32d9449d544abac094387b9236bed8da1836488a6a0fa2d";
    private static final String ONE = "{\"elements\":[{\"status\":201}]}";

    private final FakeLinkedIn linkedIn = new FakeLinkedIn();
    private final LinkedInAdsDestination destination = linkedIn.open();

    @AfterEach
    void close() {
        destination.close();
        linkedIn.close();
    }

    @Test
    void who_enters_and_who_leaves_go_out_together_with_one_result_each() {
        linkedIn.answer(
                post(urlEqualTo(USERS)),
                "{\"elements\":[{\"status\":201},{\"status\":400,\"error\":{\"status\":400,\"code\":\"INVALID\",\"message\":\"b@example.com is odd\"}},{\"status\":201},{\"status\":429}]}");

        var done = write(
                AUDIENCE,
                batch(
                        add(" Max.Muster@Example.COM "),
                        add("b@example.com"),
                        add("nobody"),
                        change(Kind.REMOVE, Map.of("email", "c@example.com"), Map.of()),
                        add("d@example.com")));

        assertThat(done.outcomes().get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(done.outcomes().get(1)).isInstanceOfSatisfying(Outcome.Rejected.class, row -> {
            assertThat(row.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(row.problem().vendorCode()).isEqualTo("INVALID");
            assertThat(row.problem().message()).isEqualTo("*** is odd");
        });
        assertThat(((Outcome.Rejected) done.outcomes().get(2)).problem().code())
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID);
        assertThat(done.outcomes().get(3)).isEqualTo(new Outcome.Accepted(""));
        assertThat(((Outcome.Retry) done.outcomes().get(4)).problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);

        var request = linkedIn.requests().get(0);
        assertThat(request.getBodyAsString())
                .startsWith(
                        "{\"elements\":[{\"action\":\"ADD\",\"userIds\":[{\"idType\":\"SHA256_EMAIL\",\"idValue\":\""
                                + MAX + "\"}]},{\"action\":\"ADD\"")
                .contains("{\"action\":\"REMOVE\",\"userIds\":[{\"idType\":\"SHA256_EMAIL\",\"idValue\":\""
                        + Hash.SHA256_HEX.of("c@example.com") + "\"}]}");
        assertThat(request.header("linkedin-version").firstValue()).isEqualTo("202604");
        assertThat(request.header("x-restli-protocol-version").firstValue()).isEqualTo("2.0.0");
        assertThat(request.header("x-restli-method").firstValue()).isEqualTo("BATCH_CREATE");
        assertThat(request.header("authorization").firstValue()).isEqualTo("Bearer AQX");
    }

    @Test
    void what_helps_to_find_a_person_travels_readable_and_never_cut() {
        linkedIn.answer(post(urlEqualTo(USERS)), ONE);
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("firstName", FieldValue.of(" Max "));
        fields.put("lastName", FieldValue.of("M".repeat(36)));
        fields.put("title", FieldValue.of("CTO"));
        fields.put("company", FieldValue.of("Müller \"&\" Söhne"));
        fields.put("country", FieldValue.of("de"));

        write(AUDIENCE, batch(change(Kind.UPDATE, Map.of("email", "max.muster@example.com", "maid", ANDROID), fields)));

        assertThat(linkedIn.requests().get(0).getBodyAsString())
                .isEqualTo("{\"elements\":[{\"action\":\"ADD\",\"userIds\":[{\"idType\":\"SHA256_EMAIL\",\"idValue\":\""
                        + MAX
                        + "\"},{\"idType\":\"GOOGLE_AID\",\"idValue\":\"" + ANDROID
                        + "\"}],\"firstName\":\"Max\",\"title\":\"CTO\","
                        + "\"company\":\"Müller \\\"&\\\" Söhne\",\"country\":\"DE\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6D92078A-8246-4BA4-AE5B-76104861E7DC",
                "00000000-0000-0000-0000-000000000000",
                "00000000-0000-0000-0000-000000000000 ",
                "AB-1"
            })
    void what_is_no_id_of_android_is_never_sent_as_one(String raw) {
        linkedIn.answer(post(urlEqualTo(USERS)), ONE);

        write(AUDIENCE, batch(change(Kind.ADD, Map.of("email", "max.muster@example.com", "maid", raw), Map.of())));
        var alone = write(
                new RemoteAudience(spec(Map.of(), "maid"), "12345"),
                batch(change(Kind.ADD, Map.of("maid", raw), Map.of())));

        assertThat(linkedIn.requests()).singleElement().satisfies(request -> assertThat(request.getBodyAsString())
                .contains(MAX)
                .doesNotContain("GOOGLE_AID"));
        assertThat(((Outcome.Rejected) alone.outcomes().get(0)).problem().code())
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max. muster@example.com", " Max.Muster @Example.COM", MAX})
    void blanks_leave_an_address_wherever_they_stand(String raw) {
        assertThat(Person.EMAIL.normalise(raw)).contains(MAX);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void names_find_people_without_an_address_only_where_that_is_wanted(boolean byName, boolean sent) {
        linkedIn.answer(post(urlEqualTo(USERS)), ONE);
        var nameless = change(
                Kind.ADD, Map.of(), Map.of("firstName", FieldValue.of("Max"), "lastName", FieldValue.of("Muster")));

        var done = write(new RemoteAudience(spec(Map.of("byName", byName)), "12345"), batch(nameless));

        assertThat(done.outcomes().get(0) instanceof Outcome.Accepted).isEqualTo(sent);
        assertThat(linkedIn.requests()).hasSize(sent ? 1 : 0);
    }

    @Test
    void a_device_finds_who_has_no_address_where_it_is_a_fallback_key() {
        linkedIn.answer(post(urlEqualTo(USERS)), ONE);
        var device = batch(change(Kind.ADD, Map.of("maid", ANDROID), Map.of()));

        assertThat(((Outcome.Rejected) write(AUDIENCE, device).outcomes().get(0))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        assertThat(write(new RemoteAudience(spec(Map.of(), "maid"), "12345"), device)
                        .outcomes())
                .containsExactly(new Outcome.Accepted(""));
    }

    @Test
    void who_leaves_stays_where_leaving_means_nothing() {
        var patient = new RemoteAudience(spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of()), "12345");
        assertThat(write(patient, batch(change(Kind.REMOVE, Map.of("email", "a@example.com"), Map.of())))
                        .outcomes())
                .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"elements\":[]}",
                "{\"elements\":[{}]}",
                "{\"elements\":[{\"status\":\"fine\"}]}",
                "{\"elements\":[{\"status\":201},{\"status\":201}]}"
            })
    void nobody_is_taken_for_added_on_a_guess(String answer) {
        linkedIn.answer(post(urlEqualTo(USERS)), answer);
        assertThatThrownBy(() -> write(AUDIENCE, batch(add("a@example.com")))).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_field_that_linkedin_does_not_have_is_a_mistake_of_the_mapping() {
        assertThatThrownBy(() -> write(
                        AUDIENCE,
                        batch(change(
                                Kind.ADD, Map.of("email", "a@example.com"), Map.of("city", FieldValue.of("Ulm"))))))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    private BatchResult.Done write(RemoteAudience audience, Batch batch) {
        return (BatchResult.Done) destination.audiences().write(audience, batch);
    }

    @Test
    void results_that_are_missing_are_no_success_either() {
        linkedIn.answer(post(urlEqualTo(USERS)), ONE);
        assertThatThrownBy(() -> write(AUDIENCE, batch(add("a@example.com"), add("b@example.com"))))
                .hasMessageStartingWith("BAD_RESPONSE");
        assertThat(List.of(linkedIn.requests())).hasSize(1);
    }
}
