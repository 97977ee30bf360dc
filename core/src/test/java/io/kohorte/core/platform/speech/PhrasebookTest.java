// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PhrasebookTest {

    private static final Path CLASSES = Path.of("target/classes/io/kohorte/core");

    /** A sentence: a capital or a value first, several words, a full stop. */
    private static final Pattern SENTENCE = Pattern.compile("(?s)[A-Z\u0001%][^\\n]* .*\\.");

    /** Classes that say both languages themselves, and failures that nobody but the log is told. */
    private static final List<String> OTHERWISE = List.of(
            "io/kohorte/core/feature/Wording",
            "io/kohorte/core/condition/Sentence",
            "io/kohorte/core/analytics/Replica");

    private final Phrasebook book = new Phrasebook();

    @Test
    void everySentenceOfTheServerHasItsGerman() throws IOException {
        var german = new ObjectMapper().readTree(PhrasebookTest.class.getResourceAsStream("/speech/de.json"));
        var unsaid = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                var constants = Constants.of(file);
                if (constants.names().stream()
                        .anyMatch(name -> OTHERWISE.stream().anyMatch(name::startsWith))) {
                    continue;
                }
                constants.texts().stream()
                        .filter(text -> SENTENCE.matcher(text).matches())
                        .map(Constants::withBlanks)
                        .filter(text -> !german.has(text))
                        .map(text -> file.getFileName() + ": " + text)
                        .forEach(unsaid::add);
            }
        }
        assertThat(unsaid)
                .as("sentences without German: add them to speech/de.json")
                .isEmpty();
    }

    @Test
    void aSentenceIsTurnedWithWhatFillsItsBlanks() {
        assertThat(book.german("The file is empty.")).contains("Die Datei ist leer.");
        assertThat(book.german("There is no write key '7'.")).contains("Schreibschlüssel „7“ gibt es nicht.");
        assertThat(book.german("61 of 25,333 values are no dates like the others."))
                .contains("61 von 25.333 Werten sind kein Datum wie die anderen.");
        assertThat(book.german("The trait 'a $1 {0}' cannot be compared with this value by 'in'."))
                .contains("Das Merkmal „a $1 {0}“ lässt sich mit diesem Wert nicht durch „in“ vergleichen.");
        assertThat(book.german("Correct the value or the mapping of the named field, then re-send these rows."))
                .isPresent();
        assertThat(book.german("The latest import of the source 'Shop' failed, and it brings the consent for ads."))
                .contains(
                        "Der letzte Import der Quelle „Shop“ ist fehlgeschlagen, und sie bringt die Einwilligung für ads.");
        assertThat(book.german("mailbox_bounced")).isEmpty();
        assertThat(book.german("There is no city of this name."))
                .as("what a destination said")
                .isEmpty();
    }

    @Test
    void aProblemIsSaidInTheLanguageAskedForAndItsCodeIsTheSame() {
        var name = Map.of("name", "admin", "role", "viewer", "password", "long enough pw");
        admin().header("Accept-Language", "de-DE,de;q=0.9,en;q=0.5")
                .body(name)
                .post("/api/v1/users")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .header("Content-Language", "de")
                .body("code", equalTo("NAME_TAKEN"))
                .body("detail", equalTo("Einen Benutzer dieses Namens gibt es schon."))
                .body("nextStep", equalTo("Wählen Sie einen anderen Namen."));
        admin().header("Accept-Language", "en-GB,de;q=0.5")
                .body(name)
                .post("/api/v1/users")
                .then()
                .body("detail", equalTo("There is a user of this name already."));
        admin().header("Accept-Language", "de")
                .body(Map.of("name", "?", "role", "viewer", "password", "long enough pw"))
                .post("/api/v1/users")
                .then()
                .body(
                        "errors[0].detail",
                        equalTo("Der Wert ist kein Benutzername: nur Buchstaben, Ziffern und . _ @ + -."));
    }
}
