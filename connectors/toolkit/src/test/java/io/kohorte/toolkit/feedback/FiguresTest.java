// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FiguresTest {

    private final Figures figures = new Figures("Acme");

    @Test
    void a_number_counts_also_as_text_and_what_was_not_told_is_no_nought() {
        var row = Json.mapper()
                .createObjectNode()
                .put("clicks", 7)
                .put("spend", "49.90")
                .putNull("revenue");

        assertThat(figures.number(row, "clicks")).contains(new BigDecimal("7"));
        assertThat(figures.number(row, "spend")).contains(new BigDecimal("49.90"));
        assertThat(figures.number(row, "revenue")).isEmpty();
        assertThat(figures.number(row, "conversions")).isEmpty();
    }

    @Test
    void what_is_no_number_is_named_without_being_repeated() {
        var row = Json.mapper().createObjectNode().put("clicks", "someone@example.com");

        assertThatThrownBy(() -> figures.number(row, "clicks"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("Acme answered with a figure clicks that is no number.")
                .hasMessageNotContaining("someone");
    }

    @Test
    void a_day_is_read_from_a_text_or_from_its_parts() {
        assertThat(figures.day("2026-11-21")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(figures.day(2026, 11, 21)).isEqualTo(LocalDate.of(2026, 11, 21));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30"})
    void no_day_is_guessed(String text) {
        assertThatThrownBy(() -> figures.day(text)).hasMessageContaining("Acme answered with figures of no day.");
        assertThatThrownBy(() -> figures.day(2026, 2, 30)).hasMessageContaining("with figures of no day");
    }
}
