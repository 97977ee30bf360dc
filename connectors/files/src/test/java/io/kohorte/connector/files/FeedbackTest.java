// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static io.kohorte.connector.files.Samples.context;
import static io.kohorte.connector.files.Samples.local;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions that come back in files. */
final class FeedbackTest {

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void folderOfConversions() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("back"));
    }

    private FeedbackPage read(Cursor from, int limit) {
        var settings = local(folder.getParent(), Map.of("feedbackFolder", "back"));
        try (var destination = new FilesConnector().open(settings, context(true))) {
            return destination.feedback().read(from, limit);
        }
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String line(String id) {
        return "{\"externalId\":\"" + id + "\",\"conversionType\":\"purchase\",\"profileId\":\"1\"}\n";
    }

    @Test
    void a_row_of_csv_is_a_conversion() throws IOException {
        put(
                "a.csv",
                """
                \ufeffexternalId,conversionType,occurredAt,value,currency,profileId,email,identifiers.card,note
                "o-1",deal.won,2026-11-20T10:00:00+01:00,49.90,EUR,4711,max@example.com,c-9,"a ""b""
                c"

                """);
        var page = read(Cursor.START, 10);
        assertThat(page.conversions()).singleElement().satisfies(conversion -> {
            assertThat(conversion.remoteId()).isEqualTo("o-1");
            assertThat(conversion.type()).isEqualTo("deal.won");
            assertThat(conversion.occurredAt()).isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
            assertThat(conversion.value()).isEqualTo(new BigDecimal("49.90"));
            assertThat(conversion.currency()).isEqualTo("EUR");
            assertThat(conversion.subject().profileId()).isEqualTo("4711");
            assertThat(conversion.subject().identifiers())
                    .containsEntry("email", "max@example.com")
                    .containsEntry("card", "c-9");
        });
        assertThat(page.more()).isFalse();
    }

    @Test
    void a_conversion_without_an_id_is_told_apart_by_its_place() throws IOException {
        put("a.csv", "conversionType,email\nprivacy.forgotten,max@example.com\n");
        assertThat(read(Cursor.START, 10).conversions()).singleElement().satisfies(conversion -> {
            assertThat(conversion.remoteId()).isEqualTo("back/a.csv#0");
            assertThat(conversion.type()).isEqualTo(Conversion.FORGOTTEN);
        });
    }

    @Test
    void pages_go_on_over_files_and_never_tell_twice() throws IOException {
        put("1.ndjson", line("a") + line("b") + line("c"));
        put("2.jsonl", line("d"));
        put(".3.ndjson", "unfinished");
        put("4.ndjson.part", "unfinished");
        put("read-me.txt", "no conversions");
        put("5.ndjson", line("e") + line("f").strip());
        var ids = new ArrayList<String>();
        var cursor = Cursor.START;
        for (var page = read(cursor, 2); ; page = read(cursor, 2)) {
            page.conversions().forEach(conversion -> ids.add(conversion.remoteId()));
            cursor = page.next();
            if (!page.more()) {
                break;
            }
        }
        assertThat(ids).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(read(cursor, 2)).isEqualTo(new FeedbackPage(List.of(), cursor, false));
        put("5.ndjson", line("e") + line("f") + line("g"));
        put("6.ndjson", line("h"));
        assertThat(read(cursor, 9).conversions())
                .extracting(Conversion::remoteId)
                .containsExactly("g", "h");
    }

    @Test
    void packed_files_are_read_and_what_is_not_packed_is_none() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write((line("a") + line("b")).getBytes(UTF_8));
        }
        Files.write(folder.resolve("1.ndjson.gz"), packed.toByteArray());
        var page = read(Cursor.START, 10);
        assertThat(page.conversions()).extracting(Conversion::remoteId).containsExactly("a", "b");

        put("2.csv.gz", "conversionType,email\npurchase,max@example.com\n");
        assertThatThrownBy(() -> read(page.next(), 10))
                .hasMessageStartingWith("BAD_RESPONSE")
                .hasMessageContaining("2.csv.gz")
                .hasMessageNotContaining("max@example.com");
    }

    @Test
    void a_packed_file_that_grows_beyond_bounds_is_not_read() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (var mebibyte = 0; mebibyte <= 64; mebibyte++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        Files.write(folder.resolve("1.ndjson.gz"), packed.toByteArray());
        assertThatThrownBy(() -> read(Cursor.START, 10)).hasMessageContaining("64 MiB");
    }

    @Test
    void files_of_other_names_stop_nothing_however_many_they_are() throws IOException {
        for (var i = 0; i < 2_100; i++) {
            put("a%05d.txt".formatted(i), "");
        }
        put("b.ndjson", line("behind"));
        var ids = new ArrayList<String>();
        var cursor = Cursor.START;
        for (var page = read(cursor, 10); ; page = read(cursor, 10)) {
            page.conversions().forEach(conversion -> ids.add(conversion.remoteId()));
            cursor = page.next();
            if (!page.more()) {
                break;
            }
        }
        assertThat(ids).containsExactly("behind");
    }

    @Test
    void a_file_that_gets_its_name_when_it_is_finished_is_read_then() throws IOException {
        put("4.ndjson.part", "unfinished");
        var cursor = read(Cursor.START, 10).next();
        Files.move(folder.resolve("4.ndjson.part"), folder.resolve("4.ndjson"));
        put("4.ndjson", line("late"));
        assertThat(read(cursor, 10).conversions())
                .extracting(Conversion::remoteId)
                .containsExactly("late");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversionType,email\npurchase\n",
                "conversionType,email\n\"purchase,max@example.com\n",
                "conversionType,email\n\"purchase\"x,max@example.com\n",
                "conversionType,email\n,max@example.com\n",
                "conversionType,email,value\npurchase,max@example.com,12\n",
                "conversionType,note\npurchase,nobody\n"
            })
    void a_file_is_read_whole_or_not_at_all(String text) throws IOException {
        put("a.csv", text);
        assertThatThrownBy(() -> read(Cursor.START, 10))
                .hasMessageStartingWith("BAD_RESPONSE")
                .hasMessageContaining("back/a.csv")
                .hasMessageNotContaining("max@example.com");
    }

    @Test
    void without_a_folder_there_is_nothing() {
        try (var destination = new FilesConnector().open(local(folder.getParent(), Map.of()), context(true))) {
            assertThat(destination.feedback().read(Cursor.START, 10).conversions())
                    .isEmpty();
        }
        assertThat(read(Cursor.START, 10).conversions()).isEmpty();
    }
}
