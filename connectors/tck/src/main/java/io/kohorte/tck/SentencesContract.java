// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who speaks German says everything in it. Whoever brings none is understood in English. */
public interface SentencesContract extends ConnectorUnderTest {

    @Test
    default void says_every_sentence_in_german_or_none() throws IOException {
        var type = connector().getClass();
        var german = German.beside(type);
        if (german.isPresent()) {
            var unsaid = new TreeSet<>(SaidSentences.around(type));
            unsaid.removeAll(german.get().keySet());
            unsaid.removeAll(German.ofTheToolkit().keySet());
            unsaid.removeAll(writtenElsewhere());
            assertThat(unsaid)
                    .as("sentences without German: add them to sentences.de.json beside %s", type.getSimpleName())
                    .isEmpty();
        }
    }

    @Test
    default void fills_the_blanks_of_its_german_from_the_english() {
        assertThat(German.beside(connector().getClass()).orElse(Map.of())).allSatisfy((english, german) -> {
            assertThat(german).as("German of '%s'", english).isNotBlank();
            var blanks = blanks(english);
            assertThat(blanks)
                    .as("blanks of '%s' count from {0} on", english)
                    .isEqualTo(IntStream.range(0, blanks.size()).boxed().toList());
            assertThat(blanks).as("blanks of '%s'", german).containsAll(blanks(german));
        });
    }

    private static List<Integer> blanks(String sentence) {
        return Pattern.compile("\\{(\\d)}")
                .matcher(sentence)
                .results()
                .map((MatchResult blank) -> Integer.valueOf(blank.group(1)))
                .toList();
    }
}
