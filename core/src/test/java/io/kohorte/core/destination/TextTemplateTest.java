// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kohorte.core.destination.TextTemplate.Escape;
import io.kohorte.spi.FieldValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTemplateTest {

    private static final Map<ValueSource, FieldValue> ADA = Map.of(
            new ValueSource.Trait("first_name"), FieldValue.of("Ada"),
            new ValueSource.Trait("shop.town"), FieldValue.of("Ulm & <Neu-Ulm>"),
            new ValueSource.Trait("vip"), FieldValue.of(true),
            new ValueSource.Trait("blank"), FieldValue.of(""),
            new ValueSource.Trait("endless"), FieldValue.of("x".repeat(3_000)),
            new ValueSource.Trait("absurd"), FieldValue.of(new BigDecimal("1E+999999999")),
            new ValueSource.Identity("email"), FieldValue.of("ada@example.com"),
            new ValueSource.Score(7), FieldValue.of(new BigDecimal("1E+1")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello {{first_name}}|Hello Ada",
                "{{ email }}, {{identity:email}}|ada@example.com, ada@example.com",
                "{{trait:first_name}} has {{score:7}}|Ada has 10",
                "{{shop.town}}|Ulm & <Neu-Ulm>",
                "{{#vip}}Dear {{first_name}}{{/vip}}{{^vip}}Hello{{/vip}}|Dear Ada",
                "{{#title}}{{title}} {{/title}}{{first_name}}|Ada",
                "{{#blank}}never{{/blank}}{{^blank}}blank{{/blank}}|blank",
                "{{#first_name}}{{shop.town}}{{/first_name}}|Ulm & <Neu-Ulm>",
                "{{absurd}}|1E+999999999"
            })
    void aTextIsMadeOfWhatIsKnown(String template, String text) {
        assertThat(fill(template, Escape.NONE)).contains(text);
    }

    @Test
    void aVariableWithoutAValueLeavesNoText() {
        assertThat(fill("Hello {{last_name}}", Escape.NONE)).isEmpty();
        assertThat(fill("https://shop.example/?n={{last_name}}", Escape.URL)).isEmpty();
    }

    @Test
    void valuesAreWrittenAsTheUseOfTheTextAsks() {
        assertThat(fill("<b>{{shop.town}}</b>", Escape.HTML)).contains("<b>Ulm &amp; &lt;Neu-Ulm&gt;</b>");
        assertThat(fill("?t={{shop.town}}", Escape.URL)).contains("?t=Ulm%20%26%20%3CNeu-Ulm%3E");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "{{first_name",
                "{{#vip}}",
                "{{/vip}}",
                "{{.}}",
                "{{#first_name}}{{.}}{{/first_name}}",
                "{{this}}",
                "{{-index}}",
                "{{>/etc/passwd}}",
                "{{<parent}}{{/parent}}",
                "{{$block}}x{{/block}}",
                "{{score:high}}",
                "\0"
            })
    void whatIsNoTemplateOrReachesFurtherIsRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> TextTemplate.of(template, Escape.NONE));
    }

    /** With the library's own collector these would answer: it finds methods and fields by reflection. */
    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "{{first_name.length}}",
                "{{getClass}}",
                "{{sources}}",
                "{{#first_name}}{{hashCode}}{{/first_name}}"
            })
    void nothingIsReachedBesideTheValues(String template) {
        assertThat(fill(template, Escape.NONE)).isEmpty();
    }

    @Test
    void aTextIsCutSoonAfterItIsTooLong() {
        assertThat(fill("{{endless}}".repeat(150), Escape.NONE).orElseThrow()).hasSize(TextTemplate.LONGEST + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> TextTemplate.of("x".repeat(2_001), Escape.NONE));
    }

    private static Optional<String> fill(String template, Escape escape) {
        return TextTemplate.of(template, escape).fill(source -> Optional.ofNullable(ADA.get(source)));
    }
}
