// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.connector.salesforce.Target.Operation;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobDataTest {

    private static final Target UPSERT = new Target(Operation.UPSERT, "Contact", "test__c", Map.of());

    @Test
    void records_stand_under_the_names_of_their_fields() {
        var csv = csv(
                UPSERT,
                line("00", "Name", "SpongeBob SquarePants", "Email", "sponge@seamail.com", "Phone", "555-555-5555"),
                line("01", "Name", "Patrick Star", "Email", "star@seamail.com", "Phone", "555-555-5555"));

        assertThat(csv)
                .isEqualTo(
                        """
                        test__c,Name,Email,Phone
                        "00","SpongeBob SquarePants","sponge@seamail.com","555-555-5555"
                        "01","Patrick Star","star@seamail.com","555-555-5555"
                        """);
    }

    @Test
    void a_field_that_a_record_does_not_name_is_left_alone_and_one_that_is_empty_is_cleared() {
        var squidward = new LinkedHashMap<String, FieldValue>();
        squidward.put("Description", FieldValue.of("Krusty Krab"));
        squidward.put("Phone", FieldValue.EMPTY);
        squidward.put("Title", FieldValue.of("  "));

        var csv = csv(UPSERT, line("1", "Name", "SpongeBob", "Phone", "1234567890"), new Line(1, "2", squidward));

        assertThat(csv)
                .isEqualTo(
                        """
                        test__c,Name,Phone,Description,Title
                        "1","SpongeBob","1234567890",,
                        "2",,#N/A,"Krusty Krab",#N/A
                        """);
    }

    @Test
    void quotes_commas_line_breaks_and_emoji_stay_inside_their_cell() {
        var text = "He said \"hi\", twice\r\nand\rleft 👋";

        var table = ResultTable.read(csv(UPSERT, line("1", "Name", text)));

        assertThat(table.size()).isEqualTo(1);
        assertThat(table.cell(0, "Name")).isEqualTo("He said \"hi\", twice\nand\nleft 👋");
        assertThat(csv(UPSERT, line("1", "Name", "He said \"hi\", twice")))
                .endsWith(",\"He said \"\"hi\"\", twice\"\n");
    }

    @Test
    void every_type_has_its_form() {
        var values = new LinkedHashMap<String, FieldValue>();
        values.put("A", FieldValue.of(new BigDecimal("1E+3")));
        values.put("B", FieldValue.of(false));
        values.put("C", FieldValue.of(Instant.parse("2026-11-20T10:00:00Z")));
        assertThat(csv(UPSERT, new Line(0, "1", values)))
                .endsWith("\"1\",\"1000\",\"false\",\"2026-11-20T10:00:00Z\"\n");

        values.put("D", new FieldValue.IfEmpty(FieldValue.of("x")));
        assertThatThrownBy(() -> csv(UPSERT, new Line(0, "1", values)))
                .isInstanceOf(UnsupportedCapabilityException.class);
    }

    @Test
    void what_is_the_same_for_all_stands_in_every_line() {
        var target = new Target(
                Operation.INSERT,
                "CampaignMember",
                "Contact.External_Id__c",
                Map.of("CampaignId", FieldValue.of("701A")));
        assertThat(csv(target, line("1", "Status", "Sent")))
                .isEqualTo("CampaignId,Contact.External_Id__c,Status\n\"701A\",\"1\",\"Sent\"\n");
    }

    @Test
    void results_are_read_whatever_their_line_breaks() {
        var table = ResultTable.read("\"sf__Id\",sf__Error\r\n\"003\",\"a \"\"b\"\",\nc\"\r\n,\r\n");
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.cell(0, "sf__Error")).isEqualTo("a \"b\",\nc");
        assertThat(table.cell(1, "sf__Id")).isEmpty();
        assertThat(ResultTable.read("a,b").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"a\",\"b\"\n\"1\",\"2", "a,b\n1\n", "a,b\n1,2,3\n", "\"a\"x,b\n"})
    void results_that_are_none_are_not_guessed_at(String csv) {
        assertThatThrownBy(() -> ResultTable.read(csv)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_column_that_is_not_there_is_missed() {
        var table = ResultTable.read("a\n1\n");
        assertThatThrownBy(() -> table.cell(0, "sf__Error")).hasMessageContaining("sf__Error");
    }

    private static Line line(String key, String... fields) {
        var values = new LinkedHashMap<String, FieldValue>();
        for (var i = 0; i < fields.length; i += 2) {
            values.put(fields[i], FieldValue.of(fields[i + 1]));
        }
        return new Line(0, key, values);
    }

    private static String csv(Target target, Line... lines) {
        return new String(JobData.csv(target, List.of(lines)), StandardCharsets.UTF_8);
    }
}
