// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.toolkit.Resource;
import java.io.IOException;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The kit finds what classes say, so that a sentence without German is found too. */
final class SaidSentencesTest {

    @Test
    void finds_whole_sentences_and_those_with_values() throws IOException {
        assertThat(SaidSentences.around(Resource.class))
                .contains("The destination answered {0} {1}.", "This is a text of at most 200 characters.")
                .doesNotContain("application/json");
    }

    @Test
    void reads_classes_of_a_jar() throws IOException {
        assertThat(SaidSentences.around(Assertions.class)).isNotEmpty();
    }

    @Test
    void the_toolkit_says_every_sentence_in_german() throws IOException {
        var unsaid = new TreeSet<>(SaidSentences.around(Resource.class));
        unsaid.removeAll(German.ofTheToolkit().keySet());
        assertThat(unsaid).isEmpty();
    }
}
