// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

    @Test
    void quotedValuesHoldCommasLineEndsAndQuotes() {
        var rows = new CsvRows("\uFEFFa,b\r\n\"1, 2\",\"say \"\"hi\"\"\nthere\"\n\nlast,\n").read();

        assertThat(rows)
                .containsExactly(
                        new CsvRows.Row(1, List.of("a", "b")),
                        new CsvRows.Row(2, List.of("1, 2", "say \"hi\"\nthere")),
                        new CsvRows.Row(5, List.of("last", "")));
    }

    @Test
    void aQuoteThatIsNeverClosedEndsWithTheFile() {
        assertThat(new CsvRows("\"open").read()).containsExactly(new CsvRows.Row(1, List.of("open")));
    }
}
