// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.metaads.FakeMeta.ACCOUNT;
import static io.kohorte.connector.metaads.FakeMeta.AUDIENCE;
import static io.kohorte.connector.metaads.FakeMeta.NOW;
import static io.kohorte.connector.metaads.FakeMeta.ROOT;
import static io.kohorte.connector.metaads.FakeMeta.add;
import static io.kohorte.connector.metaads.FakeMeta.change;
import static io.kohorte.connector.metaads.FakeMeta.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.identity.Hash;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersTest {

    private static final String USERS = ROOT + "23840002/users";
    private static final String TEST = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
    private static final String ONE = "{\"num_received\":1,\"num_invalid_entries\":0}";

    private final FakeMeta meta = new FakeMeta();
    private final MetaAdsDestination destination = meta.open();

    @AfterEach
    void close() {
        destination.close();
        meta.close();
    }

    @Test
    void someone_known_by_an_address_alone_makes_one_column() {
        meta.answer(post(urlEqualTo(USERS)), ONE);

        assertThat(write(AUDIENCE, batch(add("test@example.com")))).isEqualTo(new BatchResult.Counted(1, 0));

        var request = meta.requests().get(0);
        assertThat(request.getBodyAsString())
                .isEqualTo(
                        "{\"session\":{\"session_id\":%d,\"batch_seq\":1,\"last_batch_flag\":true},\"payload\":{\"schema\":[\"EMAIL\"],\"data\":[[\"%s\"]]}}"
                                .formatted(Session.of("b-1").id(), TEST));
        assertThat(request.header("authorization").firstValue()).isEqualTo("Bearer EAAB-token");
        assertThat(request.header("content-type").firstValue()).isEqualTo("application/json");
    }

    @Test
    void every_key_has_its_column_and_its_place() {
        meta.answer(post(urlEqualTo(USERS)), "{\"num_received\":\"2\",\"num_invalid_entries\":\"0\"}");
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("FN", FieldValue.of("Jürgen"));
        fields.put("LN", FieldValue.of("Müller"));
        fields.put("FI", FieldValue.of("Jürgen"));
        fields.put("GEN", FieldValue.of("female"));
        fields.put("DOB", FieldValue.of(Instant.parse("1995-03-05T00:00:00Z")));
        fields.put("CT", FieldValue.of("München"));
        fields.put("ST", FieldValue.EMPTY);
        fields.put("ZIP", FieldValue.of(BigDecimal.valueOf(10115)));
        fields.put("COUNTRY", FieldValue.of("DE"));
        fields.put("LOOKALIKE_VALUE", FieldValue.of(new BigDecimal("44.5")));
        var identifiers = Map.of(
                "email", "test@example.com", "phone", "+49 170 1234567", "maid", "AB-1", "external_id", "Kunde 4711");

        write(
                AUDIENCE,
                batch(
                        change(Kind.ADD, identifiers, fields),
                        change(
                                Kind.UPDATE,
                                Map.of("email", "test@example.com"),
                                Map.of("LOOKALIKE_VALUE", FieldValue.of(BigDecimal.valueOf(-1))))));

        assertThat(meta.requests().get(0).getBodyAsString())
                .contains(
                        "\"schema\":[\"EXTERN_ID\",\"EMAIL\",\"PHONE\",\"GEN\",\"DOBY\",\"DOBM\",\"DOBD\",\"LN\",\"FN\",\"FI\",\"CT\",\"ST\",\"ZIP\",\"COUNTRY\",\"MADID\",\"LOOKALIKE_VALUE\"]")
                .contains("\"data\":[[\"Kunde 4711\",\"" + TEST + "\","
                        + "\"8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe\","
                        + "\"252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111\","
                        + "\"" + Hash.SHA256_HEX.of("1995") + "\",\"" + Hash.SHA256_HEX.of("03") + "\",\""
                        + Hash.SHA256_HEX.of("05") + "\","
                        + "\"2dbd218072117713f2d5996a726a9b216ed791ffd0783b6ba4ab6d61b8333192\","
                        + "\"19b720a911fced55aecd96bf4ddcada1c69be5a96dc523d5be336b8efbde3109\","
                        + "\"" + Hash.SHA256_HEX.of("j") + "\","
                        + "\"ea3defc658f796efc039e19098dcb38fde17fe80827f6b4f04073991369d5319\",\"\","
                        + "\"ac7bb74de6884ffce919c15fef4193749d4588026c643973946713ac46da540d\","
                        + "\"959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578\",\"ab-1\",44.5],"
                        + "[\"\",\"" + TEST
                        + "\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",0]]");
    }

    @Test
    void who_leaves_is_removed_with_a_body() {
        meta.answer(delete(urlEqualTo(USERS)), ONE);

        write(AUDIENCE, batch(change(Kind.REMOVE, Map.of("email", "test@example.com"), Map.of())));

        assertThat(meta.requests().get(0).getBodyAsString())
                .contains("\"schema\":[\"EMAIL\"],\"data\":[[\"" + TEST + "\"]]");
    }

    @Test
    void who_leaves_stays_where_leaving_means_nothing() {
        var patient = new RemoteAudience(spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of()), "23840002");

        assertThat(write(patient, batch(change(Kind.REMOVE, Map.of("email", "test@example.com"), Map.of()))))
                .isEqualTo(new BatchResult.Done(List.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND))));
        assertThat(meta.requests()).isEmpty();
    }

    @Test
    void rows_meta_could_not_read_are_counted_and_rows_we_held_back_keep_their_reason() {
        meta.answer(post(urlEqualTo(USERS)), "{\"num_received\":3,\"num_invalid_entries\":1}");

        var result = (BatchResult.Counted) write(
                AUDIENCE,
                batch(
                        add("a@example.com"),
                        add("müller@example.com"),
                        add("b@example.com"),
                        change(Kind.ADD, Map.of("phone", "+49 170 1234567"), Map.of()),
                        add("c@example.com")));

        assertThat(result.accepted()).isEqualTo(2);
        assertThat(result.refused()).isEqualTo(1);
        assertThat(result.heldBack()).extracting(Preview.Refusal::row).containsExactly(1, 3);
        assertThat(result.heldBack())
                .extracting(row -> ((Outcome.Rejected) row.outcome()).problem().code())
                .containsExactly(ProblemCode.IDENTIFIER_INVALID, ProblemCode.IDENTIFIER_MISSING);
    }

    @Test
    void a_fallback_key_finds_who_has_no_address_or_an_unusable_one() {
        meta.answer(post(urlEqualTo(USERS)), "{\"num_received\":2,\"num_invalid_entries\":0}");
        var phone = Map.of("phone", "+49 170 1234567");

        var result = write(
                new RemoteAudience(spec(Map.of(), "phone"), "23840002"),
                batch(
                        change(Kind.ADD, phone, Map.of()),
                        change(Kind.ADD, Map.of("phone", "+49 170 1234567", "email", "müller@example.com"), Map.of())));

        assertThat(result).isEqualTo(new BatchResult.Counted(2, 0));
    }

    @Test
    void rows_that_meta_did_not_receive_count_as_refused() {
        meta.answer(post(urlEqualTo(USERS)), ONE);
        assertThat(write(AUDIENCE, batch(add("a@example.com"), add("b@example.com"))))
                .isEqualTo(new BatchResult.Counted(1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"num_received\":2,\"num_invalid_entries\":0}",
                "{\"num_received\":1}",
                "{\"num_received\":-1,\"num_invalid_entries\":0}",
                "{\"num_received\":1,\"num_invalid_entries\":2}",
                "{\"success\":true}"
            })
    void counts_that_cannot_be_are_no_success(String answer) {
        meta.answer(post(urlEqualTo(USERS)), answer);
        assertThatThrownBy(() -> write(AUDIENCE, batch(add("a@example.com"))))
                .hasMessageStartingWith(ProblemCode.BAD_RESPONSE.name());
    }

    @Test
    void a_snapshot_is_one_session_that_replaces_everybody() {
        meta.answer(post(urlEqualTo(ROOT + "23840002/usersreplace")), ONE);

        write(AUDIENCE, part(0, false, "a@example.com"));
        write(AUDIENCE, part(1, false, "b@example.com"));
        write(AUDIENCE, part(1, false, "b@example.com"));
        write(AUDIENCE, part(2, true, "c@example.com"));

        var session = "{\"session_id\":" + Session.of("snap-7").id() + ",\"batch_seq\":";
        assertThat(meta.requests())
                .extracting(request -> request.getBodyAsString().split("\"payload\"", 2)[0])
                .containsExactly(
                        "{\"session\":" + session + "1,\"last_batch_flag\":false},",
                        "{\"session\":" + session + "2,\"last_batch_flag\":false},",
                        "{\"session\":" + session + "2,\"last_batch_flag\":false},",
                        "{\"session\":" + session + "3,\"last_batch_flag\":true},");
    }

    @Test
    void a_snapshot_of_nobody_still_ends_its_session() {
        meta.answer(post(urlEqualTo(ROOT + "23840002/usersreplace")), "{\"num_received\":0,\"num_invalid_entries\":0}");

        assertThat(write(AUDIENCE, part(0, true))).isEqualTo(new BatchResult.Counted(0, 0));

        assertThat(meta.requests().get(0).getBodyAsString())
                .endsWith("\"last_batch_flag\":true},\"payload\":{\"schema\":[],\"data\":[]}}");
    }

    @Test
    void who_is_to_be_forgotten_leaves_all_audiences_of_the_account() {
        meta.answer(delete(urlEqualTo(ACCOUNT + "/usersofanyaudience")), "{\"success\":true}");

        var result = (BatchResult.Counted) destination
                .audiences()
                .erase(List.of(
                        new SubjectKeys("1", Map.of("email", "test@example.com")),
                        new SubjectKeys("2", Map.of("user_id", "7"))));

        assertThat(result.accepted()).isEqualTo(1);
        assertThat(result.heldBack())
                .containsExactly(new Preview.Refusal(1, new Outcome.Skipped(SkipReason.NO_IDENTIFIER)));
        assertThat(meta.requests().get(0).getBodyAsString())
                .isEqualTo("{\"payload\":{\"schema\":[\"EMAIL\"],\"data\":[[\"" + TEST + "\"]]}}");
    }

    @Test
    void with_the_apps_secret_every_call_is_proved_and_nobody_sees_how() {
        meta.answer(any(urlPathEqualTo(USERS)), ONE);
        try (var proving = meta.open(Map.of("appSecret", "app-secret"))) {
            proving.audiences().write(AUDIENCE, batch(add("a@example.com")));

            assertThat(meta.requests().get(0).queryParameter("appsecret_proof").firstValue())
                    .isEqualTo("294c307ff2427ed2140908ec13f483ef7f7d7819a8fc32fb535cf6ada2327ab2");
            assertThat(proving.audiences()
                            .preview(AUDIENCE, batch(add("a@example.com")))
                            .requests()
                            .get(0)
                            .url())
                    .endsWith("/users?appsecret_proof=***");
        }
    }

    @Test
    void a_key_that_meta_does_not_have_is_a_mistake_of_the_mapping() {
        assertThatThrownBy(() -> write(
                        AUDIENCE,
                        batch(change(
                                Kind.ADD,
                                Map.of("email", "a@example.com"),
                                Map.of("FirstName", FieldValue.of("Max"))))))
                .hasMessageContaining("keys are COUNTRY, CT,")
                .hasMessageStartingWith(ProblemCode.INVALID_SETTING.name());
    }

    private BatchResult write(RemoteAudience audience, Batch batch) {
        return destination.audiences().write(audience, batch);
    }

    private static Batch part(int part, boolean last, String... emails) {
        var changes = List.of(emails).stream().map(FakeMeta::add).toList();
        return new Batch("b-" + part, NOW, changes, Optional.of(new Snapshot("snap-7", NOW, part, last)));
    }
}
