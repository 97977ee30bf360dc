// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of these types end in logs, whoever writes them: none may hold a person's data or a secret. */
final class PersonalDataTest {

    private static final SubjectKeys MAX = new SubjectKeys("4711", Map.of("email", "max@example.com"));

    @Test
    void a_subject_is_named_by_profile_and_namespaces() {
        assertThat(MAX.toString()).isEqualTo("profile 4711[email]");
    }

    @Test
    void a_change_names_its_profile_only() {
        var change = new MemberChange(
                MemberChange.Kind.ADD, MAX, Map.of("city", FieldValue.of("Marburg")), Consent.NEVER_ASKED);
        var batch = new Batch("b-1", Instant.EPOCH, List.of(change));
        assertThat(change.toString()).isEqualTo("ADD profile 4711");
        assertThat(batch.toString()).doesNotContain("Marburg", "max@example.com");
    }

    @Test
    void a_field_value_shows_its_type_only() {
        assertThat(FieldValue.of("Marburg").toString()).isEqualTo("Text");
        assertThat(FieldValue.of(new BigDecimal("12.50")).toString()).isEqualTo("Numeric");
        assertThat(FieldValue.of(true).toString()).isEqualTo("Flag");
        assertThat(FieldValue.of(Instant.EPOCH).toString()).isEqualTo("Moment");
    }

    @Test
    void settings_show_their_names_only() {
        assertThat(Settings.of(Map.of("secret", "whsec_abc", "apiVersion", "v66.0"))
                        .toString())
                .isEqualTo("Settings[apiVersion, secret]");
    }

    @Test
    void requests_and_calls_show_no_body() {
        var request = new WireRequest("POST", "https://example.com/", Map.of(), "max@example.com", List.of(0));
        var call = new InboundCall(
                "POST", "https://example.com/", Map.of(), "max".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        assertThat(request.toString()).isEqualTo("POST https://example.com/ (1 rows)");
        assertThat(new WireAnswer(List.of(0), 400, "max@example.com").toString())
                .isEqualTo("answer 400 (1 rows)");
        assertThat(call.toString()).isEqualTo("POST call of 3 bytes");
    }
}
