// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {

    @TempDir
    Path folder;

    @Test
    void theSameDataInTwoFormsIsTakenOnceInTheFormThatKeepsTypes() throws IOException {
        put("SOURCE.md", "online_retail.csv.xz", "online_retail.parquet");

        OwnFiles files = OwnFiles.in(folder);

        assertThat(names(files)).containsExactly("online_retail.parquet");
        assertThat(files.leftOut())
                .containsExactly(
                        "SOURCE.md is no data file (csv, txt, ndjson or parquet, also packed).",
                        "online_retail.csv.xz holds the same data as online_retail.parquet.");
    }

    @Test
    void aSampleBesideItsMasterAndSummariesAreLeftOut() throws IOException {
        put(
                "CDNOW_master.txt",
                "CDNOW_sample.txt",
                "SOURCE.md",
                "cdnow_customers_summary.csv",
                "cdnow_customers_summary_with_transactions.csv");

        OwnFiles files = OwnFiles.in(folder);

        assertThat(names(files)).containsExactly("CDNOW_master.txt");
        assertThat(files.leftOut()).hasSize(4);
    }

    @Test
    void aSampleAloneIsData() throws IOException {
        put("CDNOW_sample.txt");

        assertThat(names(OwnFiles.in(folder))).containsExactly("CDNOW_sample.txt");
        assertThat(names(OwnFiles.in(folder.resolve("CDNOW_sample.txt")))).containsExactly("CDNOW_sample.txt");
    }

    @Test
    void aFolderWithoutDataIsSaidToBeOne() throws IOException {
        put("notes.md");

        assertThatThrownBy(() -> OwnFiles.in(folder))
                .isInstanceOf(StoryFailure.class)
                .hasMessageContaining("no data file")
                .hasMessageContaining("notes.md");
        assertThatThrownBy(() -> OwnFiles.in(folder.resolve("nowhere"))).isInstanceOf(StoryFailure.class);
    }

    private void put(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private static List<String> names(OwnFiles files) {
        return files.data().stream().map(OwnFiles::name).toList();
    }
}
