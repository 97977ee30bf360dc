// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFoldersTest {

    @TempDir
    private Path root;

    private UploadFolders folders;
    private Path upload;
    private Path part;

    @BeforeEach
    void aFileInTheMiddleOfItsImportAndAPartOfAForm() throws IOException {
        folders = new UploadFolders(root);
        folders.open();
        Path folder = Files.createDirectories(folders.next().resolve("spill"));
        upload = Files.writeString(folder.resolve("data"), "ann");
        part = Files.writeString(Files.createDirectories(root.resolve("parts")).resolve("part"), "bob");
    }

    @AfterEach
    void close() throws IOException {
        folders.close();
    }

    @Test
    void whatAProcessLeftThatWasKilledIsRemovedAtTheNextStart() throws IOException {
        folders.close();
        folders = new UploadFolders(root);
        folders.open();

        assertThat(upload.getParent().getParent()).doesNotExist();
        assertThat(root.resolve("parts")).isEmptyDirectory();
    }

    @Test
    void whatAnotherProcessWorksOnIsLeftAlone() throws IOException {
        UploadFolders second = new UploadFolders(root);
        second.open();
        second.close();

        assertThat(upload).exists();
        assertThat(part).exists();
    }
}
