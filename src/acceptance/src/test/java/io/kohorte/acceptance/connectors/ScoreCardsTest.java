// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.acceptance.Stand;
import io.kohorte.spi.ConnectorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of connectors says what their certification saw, and every one of them has a guide. */
class ScoreCardsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Stand.ROOT.resolve("src/docs/connectors.md");

    @Test
    void the_page_of_connectors_says_what_their_certification_saw() throws IOException {
        List<JsonNode> cards = cards();
        var installed = ServiceLoader.load(ConnectorFactory.class).stream()
                .map(factory -> factory.get().descriptor().id())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(cards.stream().map(card -> card.path("connector").asText()))
                .as("connectors with a score card; build and test the connectors first: ./mvnw verify")
                .containsExactlyInAnyOrderElementsOf(installed);
        String page = ConnectorsPage.of(cards);
        Path written = Stand.ROOT.resolve("src/acceptance/target/connectors.md");
        Files.createDirectories(written.getParent());
        Files.writeString(written, page);

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("accept it with%n  cp %s %s", written, PAGE)
                .isEqualTo(page);
    }

    @Test
    void every_connector_is_certified_and_has_a_guide() throws IOException {
        List<JsonNode> cards = cards();
        assertThat(cards).as("score cards").isNotEmpty();
        assertThat(cards).allSatisfy(card -> {
            assertThat(card.path("certified").asBoolean())
                    .as("%s is certified: %s", card.path("connector"), card.path("tests"))
                    .isTrue();
            assertThat(Stand.ROOT.resolve(
                            "src/docs/guide/" + card.path("connector").asText() + ".md"))
                    .exists();
        });
    }

    private static List<JsonNode> cards() throws IOException {
        try (Stream<Path> modules = Files.list(Stand.ROOT.resolve("connectors"))) {
            return modules.filter(module -> !module.endsWith("tck"))
                    .map(module -> module.resolve("target/score-cards"))
                    .filter(Files::isDirectory)
                    .flatMap(ScoreCardsTest::files)
                    .sorted()
                    .map(ScoreCardsTest::read)
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
