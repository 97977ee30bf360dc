// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static io.kohorte.connector.files.Samples.audience;
import static io.kohorte.connector.files.Samples.batch;
import static io.kohorte.connector.files.Samples.change;
import static io.kohorte.connector.files.Samples.context;
import static io.kohorte.connector.files.Samples.local;
import static io.kohorte.connector.files.Samples.part;
import static io.kohorte.connector.files.Samples.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in which file. */
final class FilesTest {

    private static final String CHANGES = "seg-42/changes/20261121T202500500Z-batch-17";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void realFolder() throws IOException {
        folder = temporary.toRealPath();
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(LocalStorage.CONSENT))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void what_is_packed_says_so_in_its_name_and_is_the_same_each_time() throws IOException {
        var settings = local(folder, Map.of("compression", "gzip"));
        var batch = batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of()));
        write(settings, Map.of(), batch);
        var packed = Files.readAllBytes(folder.resolve(CHANGES + ".csv.gz"));
        write(settings, Map.of(), batch);

        assertThat(files()).containsExactly(CHANGES + ".csv.gz");
        assertThat(Files.readAllBytes(folder.resolve(CHANGES + ".csv.gz"))).isEqualTo(packed);
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), UTF_8))
                .isEqualTo("change,email,phone\r\nENTERED,a@example.com,\r\n");
        try (var destination = new FilesConnector().open(settings, context(true))) {
            var audience = new RemoteAudience(audience(Map.of()), "seg-42");
            assertThat(destination
                            .audiences()
                            .preview(audience, batch)
                            .requests()
                            .get(0)
                            .body())
                    .as("people read a preview")
                    .startsWith("change,email");
        }
    }

    @Test
    void changes_stand_in_a_file_of_their_batch() throws IOException {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("name", FieldValue.of("Müller, \"Max\""));
        fields.put("score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        var outcomes = write(
                local(folder, Map.of()),
                Map.of("profileId", true, "consents", List.of("marketing", "ads")),
                batch(
                        change(MemberChange.Kind.ADD, "a@example.com", fields),
                        change(MemberChange.Kind.UPDATE, "b@example.com", Map.of("name", FieldValue.EMPTY)),
                        change(MemberChange.Kind.REMOVE, "c@example.com", Map.of())));
        assertThat(outcomes).hasSize(3).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(files()).containsExactly(CHANGES + ".csv");
        assertThat(text(CHANGES + ".csv"))
                .isEqualTo("change,profile_id,email,phone,name,score,vip,seen,consent_marketing,consent_ads\r\n"
                        + "ENTERED,4711,a@example.com,,\"Müller, \"\"Max\"\"\",0.870,true,2026-11-01T08:00:00Z,true,\r\n"
                        + "UPDATED,4711,b@example.com,,,,,,true,\r\n"
                        + "EXITED,4711,c@example.com,,,,,,true,\r\n");
    }

    @Test
    void a_batch_that_comes_twice_is_one_file() throws IOException {
        var batch = batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of()));
        write(local(folder, Map.of()), Map.of(), batch, batch);
        assertThat(files()).containsExactly(CHANGES + ".csv");
        assertThat(text(CHANGES + ".csv")).isEqualTo("change,email,phone\r\nENTERED,a@example.com,\r\n");
    }

    @Test
    void lines_of_ndjson_leave_out_what_is_not_known_and_say_null_where_it_is_cleared() throws IOException {
        write(
                local(folder, Map.of("format", "ndjson", "changeColumn", "what")),
                Map.of("fields", List.of("score", "name")),
                batch(change(
                        MemberChange.Kind.ADD,
                        "a@example.com",
                        Map.of("name", FieldValue.EMPTY, "other", FieldValue.of("unwanted")))));
        assertThat(text(CHANGES + ".ndjson"))
                .isEqualTo("{\"what\":\"ENTERED\",\"email\":\"a@example.com\",\"name\":null}\n");
    }

    @Test
    void identifiers_are_hashed_as_normalised_and_never_twice() throws IOException {
        var digest = Hash.SHA256_HEX.of("a@example.com");
        var both = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("email", " A@Example.com", "phone", "0170 1234567")),
                Map.of(),
                Consent.NEVER_ASKED);
        write(
                local(folder, Map.of("defaultRegion", "DE")),
                Map.of("hash", "sha256", "identifiers", List.of("email", "phone")),
                batch(both, change(MemberChange.Kind.ADD, digest, Map.of())));
        assertThat(text(CHANGES + ".csv"))
                .isEqualTo("change,email_sha256,phone_sha256\r\nENTERED," + digest + ","
                        + Hash.SHA256_HEX.of("+491701234567") + "\r\nENTERED," + digest + ",\r\n");
    }

    @Test
    void texts_that_look_like_formulas_are_disarmed_on_request_and_numbers_are_left_alone() throws IOException {
        var fields = new LinkedHashMap<String, FieldValue>();
        var values = List.of("=1+1", "+49170123", "-5,3", "@cmd", "\tx", "a=b", "＝1");
        for (var i = 0; i < values.size(); i++) {
            fields.put("f" + i, FieldValue.of(values.get(i)));
        }
        fields.put("n", FieldValue.of(new BigDecimal("-5")));
        var batch = batch(change(MemberChange.Kind.ADD, "a@example.com", fields));
        write(local(folder, Map.of("formulaSafe", true, "delimiter", "semicolon")), Map.of(), batch);
        assertThat(text(CHANGES + ".csv").lines().toList().get(1))
                .isEqualTo("ENTERED;a@example.com;;'=1+1;+49170123;-5,3;'@cmd;'\tx;a=b;'＝1;-5");
        write(local(folder, Map.of("delimiter", "semicolon")), Map.of(), batch);
        assertThat(text(CHANGES + ".csv")).contains(";=1+1;").doesNotContain("'");
    }

    @Test
    void a_snapshot_is_complete_when_its_manifest_is_there() throws IOException {
        var settings = local(folder, Map.of());
        var options = Map.of("folder", "churn/high", "fields", List.of("score"));
        write(settings, options, part(0, false, change(MemberChange.Kind.ADD, "a@example.com", Map.of())));
        var snapshot = "churn/high/snapshots/20261121T200000000Z-snap-9/";
        assertThat(files()).containsExactly(snapshot + "part-000000.csv");
        write(settings, options, part(1, true, change(MemberChange.Kind.ADD, "b@example.com", Map.of())));
        assertThat(files())
                .containsExactly(
                        "churn/high/latest.json",
                        snapshot + "manifest.json",
                        snapshot + "part-000000.csv",
                        snapshot + "part-000001.csv");
        assertThat(text(snapshot + "part-000001.csv")).isEqualTo("email,phone,score\r\nb@example.com,,\r\n");
        var manifest = Json.read(Files.readAllBytes(folder.resolve("churn/high/latest.json")))
                .orElseThrow();
        assertThat(manifest.path("snapshot").asText()).isEqualTo("snap-9");
        assertThat(manifest.path("columns")).hasSize(3);
        assertThat(manifest.path("files"))
                .extracting(file -> file.asText())
                .containsExactly(snapshot + "part-000000.csv", snapshot + "part-000001.csv");
        assertThat(text("churn/high/latest.json")).isEqualTo(text(snapshot + "manifest.json"));
    }

    @Test
    void a_snapshot_of_nobody_is_a_header_and_a_manifest() throws IOException {
        write(local(folder, Map.of()), Map.of(), part(0, true));
        var snapshot = "seg-42/snapshots/20261121T200000000Z-snap-9/";
        assertThat(text(snapshot + "part-000000.csv")).isEqualTo("email,phone\r\n");
        assertThat(files()).contains(snapshot + "manifest.json", "seg-42/latest.json");
    }

    @Test
    void who_is_known_by_nothing_stands_in_no_file() throws IOException {
        var nobody =
                new MemberChange(MemberChange.Kind.ADD, new SubjectKeys("1", Map.of()), Map.of(), Consent.NEVER_ASKED);
        assertThat(write(local(folder, Map.of()), Map.of(), batch(nobody)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING));
        assertThat(files()).isEmpty();
    }

    @Test
    void an_identifier_that_cannot_be_hashed_stands_in_no_file() throws IOException {
        var odd = change(MemberChange.Kind.ADD, "no address", Map.of());
        assertThat(write(local(folder, Map.of()), Map.of("hash", "sha256"), batch(odd)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID));
        assertThat(files()).isEmpty();
    }

    @Test
    void two_columns_of_one_name_are_a_mistake() {
        assertThatThrownBy(() -> write(
                        local(folder, Map.of()),
                        Map.of(),
                        batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of("email", FieldValue.of("x"))))))
                .hasMessageStartingWith("INVALID_SETTING")
                .hasMessageContaining("email");
    }
}
