// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Connectors of strangers compile against this package: a change has to show in review. */
final class SignaturesTest {

    @Test
    void the_public_signatures_are_the_reviewed_ones() throws IOException {
        var reviewed = Path.of(System.getProperty("kohorte.root"), "src", "build", "spi-signatures.txt");
        var actual = Path.of("target", "spi-signatures.txt").toAbsolutePath();
        Files.createDirectories(actual.getParent());
        Files.writeString(actual, Signatures.text());

        assertThat(Files.exists(reviewed) ? Files.readString(reviewed) : "")
                .as(
                        "The SPI changed. If every connector can live with it, accept the change with%n  cp %s %s%n"
                                + "and name it in the changelog.",
                        actual, reviewed)
                .isEqualTo(Files.readString(actual));
    }
}
