// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionEndsTest {

    private static final LocalDate DAY = LocalDate.parse("2027-06-01");

    @Test
    void theVersionChosenEndsOnItsDayAndAnotherOneStaysLonger() {
        assertThat(SCHEMA.ends(settings("v25")))
                .containsExactly(new VersionEnd("version", "v25", DAY, Optional.of("v27")));
    }

    @Test
    void theDefaultIsRecommendedWhereItStaysLongerAndCountsWhereNothingIsChosen() {
        var schema = schema("\"default\":\"v26\"");

        assertThat(schema.ends(settings("v25"))).singleElement().satisfies(end -> assertThat(end.newer())
                .contains("v26"));
        assertThat(schema.ends(JsonNodeFactory.instance.objectNode()))
                .containsExactly(new VersionEnd("version", "v26", LocalDate.parse("2027-12-01"), Optional.of("v27")));
    }

    @Test
    void aDefaultWithoutAnEndStaysLongest() {
        assertThat(schema("\"default\":\"v28\"").ends(settings("v27")))
                .singleElement()
                .satisfies(end -> assertThat(end.newer()).contains("v28"));
    }

    @Test
    void nothingIsRecommendedWhereNothingStaysLongerAndWhatHasNoDayDoesNotEnd() {
        assertThat(SCHEMA.ends(settings("v27"))).singleElement().satisfies(end -> assertThat(end.newer())
                .isEmpty());
        assertThat(SCHEMA.ends(settings("v30"))).isEmpty();
        assertThat(SCHEMA.ends(settings("next year"))).isEmpty();
    }

    @Test
    void anEndIsNearFromSixtyDaysBeforeAndOverOnItsDay() {
        var end = new VersionEnd("version", "v25", DAY, Optional.empty());

        assertThat(end.isNear(DAY.minusDays(61))).isFalse();
        assertThat(end.isNear(DAY.minusDays(60))).isTrue();
        assertThat(end.isOver(DAY.minusDays(1))).isFalse();
        assertThat(end.isOver(DAY)).isTrue();
        assertThat(end.isNear(DAY.plusDays(400))).isTrue();
    }

    private static final SettingsSchema SCHEMA = schema("\"title\":\"Version\"");

    private static SettingsSchema schema(String more) {
        return SettingsSchema.of(
                """
                {"type":"object","properties":{"url":{"type":"string"},"version":{"type":"string",%s,
                 "retires":{"v25":"2027-06-01","v26":"2027-12-01","v27":"2028-06-01","next year":"soon"}}}}
                """
                        .formatted(more));
    }

    private static JsonNode settings(String version) {
        try {
            return new ObjectMapper().readTree("{\"url\":\"https://example.com\",\"version\":\"" + version + "\"}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
