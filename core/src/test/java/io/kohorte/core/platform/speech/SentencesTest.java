// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    private final Phrasebook book = new Phrasebook();

    @Test
    void whatAPluginBringsIsSpokenWithWhatFillsItsBlanks() {
        book.learnLast(
                Sentences.read(
                        """
                {"Acme has no list {0}.": "Acme hat keine Liste {0}.", "without a list": "ohne eine Liste",
                 "Acme answered {0}, and sent {1} rows.": "Acme sandte {1} Zeilen und antwortete {0}."}
                """));

        assertThat(book.german("Acme has no list 'a $1 {0}'.")).contains("Acme hat keine Liste 'a $1 {0}'.");
        assertThat(book.german("Acme answered without a list, and sent 25,333 rows."))
                .contains("Acme sandte 25.333 Zeilen und antwortete ohne eine Liste.");
        assertThat(book.german("Globex has no list.")).isEmpty();
    }

    @Test
    void aPluginReplacesNoSentenceOfOursNorOfAnotherPlugin() {
        book.learnLast(Sentences.read("{\"Acme is closed.\": \"Acme hat zu.\"}"));
        book.learnLast(
                Sentences.read(
                        """
                {"The file is empty.": "Rufen Sie 0900 an.", "There is no write key '7'.": "Rufen Sie 0900 an.",
                 "Acme is closed.": "Rufen Sie 0900 an.", "{0} is closed.": "Rufen Sie 0900 an."}
                """));

        assertThat(book.german("The file is empty.")).contains("Die Datei ist leer.");
        assertThat(book.german("There is no write key '7'.")).contains("Schreibschlüssel „7“ gibt es nicht.");
        assertThat(book.german("Acme is closed.")).contains("Acme hat zu.");
    }

    @Test
    void whatComesWithTheInstallationIsSpokenWhereItSaysMore() {
        book.learn(Sentences.read("{\"There is no segment {0} at Acme.\": \"Acme hat kein Segment {0}.\"}"));

        assertThat(book.german("There is no segment 12 at Acme.")).contains("Acme hat kein Segment 12.");
        assertThat(book.german("There is no segment 12.")).contains("Segment 12 gibt es nicht.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [1]                                            | no JSON object of texts
                    {"A sentence.":{"de":"Ein Satz."}}             | no JSON object of texts
                    {"A sentence.":null}                           | has no translation
                    {"A sentence.":" "}                            | has no translation
                    {"{0} {1}.":"{1} {0}."}                        | says too little beside its blanks
                    {"Acme has no {1}.":"Acme hat kein {1}."}      | does not count its blanks
                    {"Acme has no {0}.":"Acme hat {1} nicht."}     | lacks a blank of its translation
                    {"Acme {0}{1}{2}{3}{4}{5}.":"Acme."}           | too many blanks
                    """)
    void whatCouldNotBeSaidIsRefused(String json, String why) {
        assertThatThrownBy(() -> Sentences.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anEndlessSentenceIsRefused() {
        var endless = "{\"%s.\": \"Viel.\"}".formatted("Much ".repeat(500));

        assertThatThrownBy(() -> Sentences.read(endless)).hasMessageContaining("too long");
    }
}
