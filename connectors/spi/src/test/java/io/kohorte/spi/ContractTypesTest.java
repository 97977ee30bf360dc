// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContractTypesTest {

    @Test
    void an_emptied_form_field_means_not_set() {
        var settings = Settings.of(Map.of("region", " ", "rows", 100, "live", "true"));
        assertThat(settings.optionalText("region")).isEmpty();
        assertThat(settings.text("region", "DE")).isEqualTo("DE");
        assertThat(settings.number("rows", 1)).isEqualTo(100);
        assertThat(settings.number("columns", 7)).isEqualTo(7);
        assertThat(settings.flag("live", false)).isTrue();
        assertThatThrownBy(() -> settings.text("region")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_blank_identifier_is_no_identifier() {
        var keys = new SubjectKeys("1", Map.of("email", "  "));
        assertThat(keys.identifier("email")).isEmpty();
        assertThat(keys.identifier("phone")).isEmpty();
    }

    @Test
    void fields_keep_the_order_of_the_mapping() {
        var fields = new LinkedHashMap<String, FieldValue>();
        for (var name : List.of("zebra", "ape", "mole", "bee")) {
            fields.put(name, FieldValue.EMPTY);
        }
        var change =
                new MemberChange(MemberChange.Kind.ADD, new SubjectKeys("1", Map.of()), fields, Consent.NEVER_ASKED);
        assertThat(change.fields()).containsOnlyKeys("zebra", "ape", "mole", "bee");
        assertThat(List.copyOf(change.fields().keySet())).containsExactly("zebra", "ape", "mole", "bee");
    }

    @Test
    void a_purpose_that_was_never_asked_is_neither_granted_nor_refused() {
        var consent = new Consent(Map.of("marketing", false));
        assertThat(consent.refused("marketing")).isTrue();
        assertThat(consent.refused("ads")).isFalse();
        assertThat(consent.answer("ads")).isEmpty();
    }

    @Test
    void the_body_of_an_inbound_call_cannot_be_changed_under_its_signature() {
        var bytes = "signed".getBytes(StandardCharsets.UTF_8);
        var call = new InboundCall("POST", "/", Map.of("Webhook-Id", List.of("a", "b")), bytes, Instant.EPOCH);
        bytes[0] = 'X';
        call.body()[1] = 'X';
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("signed");
        assertThat(call.header("WEBHOOK-ID")).contains("a");
    }

    @Test
    void an_empty_batch_and_impossible_limits_do_not_exist() {
        assertThatThrownBy(() -> new Batch("b", Instant.EPOCH, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot("s", Instant.EPOCH, -1, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(0, 1, 1, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 1, Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refusal_names_the_capability() {
        assertThat(new UnsupportedCapabilityException(Capability.ERASE)).hasMessageContaining("ERASE");
    }
}
