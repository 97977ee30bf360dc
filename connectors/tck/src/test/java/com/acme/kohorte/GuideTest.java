// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide quotes is what compiles and passes here. */
final class GuideTest {

    private static final Pattern QUOTE = Pattern.compile("```(?:java|json|xml)\n(.*?)```", Pattern.DOTALL);
    private static final Path ROOT = Path.of(System.getProperty("kohorte.root"));

    @Test
    void quotes_the_example_word_for_word() throws IOException {
        var example = words(read("connectors/tck/src/test/java/com/acme/kohorte/AcmeConnector.java")
                + read("connectors/tck/src/test/java/com/acme/kohorte/AcmeDestination.java")
                + read("connectors/tck/src/test/java/com/acme/kohorte/AcmeContractTest.java")
                + read("connectors/tck/src/test/resources/com/acme/kohorte/pom.xml")
                + read("connectors/tck/src/test/resources/com/acme/kohorte/settings.schema.json")
                + read("connectors/tck/src/test/resources/com/acme/kohorte/sentences.de.json"));
        var quotes = quotes(read("src/docs/connector-author-guide.md"));
        assertThat(quotes).hasSizeGreaterThan(6).allSatisfy(quote -> assertThat(example)
                .contains(words(quote)));
    }

    /** The guide promises it, and says how lines are counted. */
    @Test
    void needs_fewer_than_a_hundred_lines_of_java() throws IOException {
        var lines = 0L;
        for (var part : List.of("AcmeConnector", "AcmeDestination")) {
            lines += read("connectors/tck/src/test/java/com/acme/kohorte/" + part + ".java")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.matches("// SPDX.*|package .*|import .*"))
                    .count();
        }
        assertThat(lines).isLessThan(100);
    }

    private static List<String> quotes(String guide) {
        return QUOTE.matcher(guide)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
