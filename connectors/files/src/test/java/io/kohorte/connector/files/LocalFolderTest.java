// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static io.kohorte.connector.files.Samples.batch;
import static io.kohorte.connector.files.Samples.change;
import static io.kohorte.connector.files.Samples.context;
import static io.kohorte.connector.files.Samples.local;
import static io.kohorte.connector.files.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enter settings must not be able to write anywhere on the machine. */
final class LocalFolderTest {

    private static final Batch BATCH = batch(change(MemberChange.Kind.ADD, "a@example.com", Map.of()));

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void realFolder() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("drop"));
    }

    private static String refusal(Settings settings, boolean privateAddresses) {
        var problems = new FilesConnector().check(settings, context(privateAddresses));
        assertThat(problems).hasSize(1);
        return problems.get(0).pointer() + " " + problems.get(0).problem().code();
    }

    @Test
    void works_where_the_operator_allowed_it_twice() throws IOException {
        assertThat(new FilesConnector().check(local(folder, Map.of()), context(true)))
                .isEmpty();
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly(LocalStorage.CONSENT);
        }
    }

    @Test
    void is_refused_while_private_destinations_are() {
        assertThat(refusal(local(folder, Map.of()), false)).isEqualTo("/storage INVALID_SETTING");
    }

    @Test
    void is_refused_without_the_file_that_allows_it() throws IOException {
        var settings = local(folder, Map.of());
        Files.delete(folder.resolve(LocalStorage.CONSENT));
        assertThat(refusal(settings, true)).isEqualTo("/localFolder NOT_PERMITTED");
        Files.createSymbolicLink(folder.resolve(LocalStorage.CONSENT), Path.of("/etc/hostname"));
        assertThat(refusal(settings, true)).isEqualTo("/localFolder NOT_PERMITTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "drop", "./drop", "/tmp/../etc", "/tmp/./x", "/no/such/folder", "/tmp/\u0000"})
    void is_refused_anywhere_else(String path) {
        assertThat(refusal(Settings.of(Map.of("storage", "local", "localFolder", path)), true))
                .isEqualTo("/localFolder INVALID_SETTING");
    }

    @Test
    void is_refused_over_a_link() throws IOException {
        local(folder, Map.of());
        var link = Files.createSymbolicLink(temporary.toRealPath().resolve("link"), folder);
        assertThat(refusal(Settings.of(Map.of("storage", "local", "localFolder", link.toString())), true))
                .isEqualTo("/localFolder INVALID_SETTING");
    }

    @Test
    void no_link_below_leads_out() throws IOException {
        var outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        Files.createSymbolicLink(folder.resolve("seg-42"), outside);
        assertThatThrownBy(() -> write(local(folder, Map.of()), Map.of(), BATCH))
                .hasMessageStartingWith("INVALID_SETTING");
        try (var left = Files.walk(outside)) {
            assertThat(left).containsExactly(outside);
        }
    }

    @Test
    void a_link_in_place_of_a_file_is_replaced_and_not_followed() throws IOException {
        var secret = Files.writeString(temporary.toRealPath().resolve("secret"), "untouched");
        write(local(folder, Map.of()), Map.of(), BATCH);
        var file = folder.resolve("seg-42/changes/20261121T202500500Z-batch-17.csv");
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        Files.createSymbolicLink(file.resolveSibling("." + file.getFileName() + ".part"), secret);
        write(local(folder, Map.of()), Map.of(), BATCH);
        assertThat(secret).hasContent("untouched");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a//b", ".hidden", "a/.b", "a b", "a\\b", "ü", "-rf"})
    void no_folder_of_an_audience_climbs(String name) {
        assertThatThrownBy(() -> write(local(folder, Map.of()), Map.of("folder", name), BATCH))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void nothing_is_left_where_a_file_cannot_be_put() throws IOException {
        Files.createDirectories(folder.resolve("seg-42/changes/20261121T202500500Z-batch-17.csv/full"));
        assertThatThrownBy(() -> write(local(folder, Map.of()), Map.of(), BATCH))
                .hasMessageStartingWith("UNAVAILABLE");
        try (var left = Files.list(folder.resolve("seg-42/changes"))) {
            assertThat(left).hasSize(1);
        }
    }
}
