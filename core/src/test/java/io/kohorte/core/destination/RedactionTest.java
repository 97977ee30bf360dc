// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"whsec_a+b/c=", "p\"ass\\wörd", "x", "ab", "4711"})
    void aSecretIsTakenOutHoweverItIsWritten(String secret) throws JsonProcessingException {
        var redaction = Redaction.of(JSON.createObjectNode().put("secret", secret));
        var bytes = secret.getBytes(StandardCharsets.UTF_8);

        for (var written : List.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                JSON.writeValueAsString(secret).replaceAll("^\"|\"$", ""),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
            assertThat(redaction.of("<" + written + ">")).isEqualTo("<***>");
        }
    }

    @Test
    void everyTextInsideASecretSettingIsSecret() throws JsonProcessingException {
        var redaction = Redaction.of(JSON.readTree("{\"headers\":{\"x-key\":\"one\",\"list\":[\"two\",33]}}"));

        assertThat(redaction.of("one, two and 33")).isEqualTo("***, *** and ***");
    }

    @Test
    void withoutSecretsATextStaysAsItIs() {
        assertThat(Redaction.of(JSON.createObjectNode()).of("as it is")).isEqualTo("as it is");
    }

    @Test
    void thingsAreSharedByEqualKeysOfOneTypeWhileSomebodyHoldsThem() {
        var shared = new SharedThings();
        var first = shared.of(List.of("account"), StringBuilder.class, StringBuilder::new);

        assertThat(shared.of(List.of("account"), StringBuilder.class, StringBuilder::new))
                .isSameAs(first);
        assertThat(shared.of(List.of("other"), StringBuilder.class, StringBuilder::new))
                .isNotSameAs(first);
        assertThat(shared.of(List.of("account"), Object.class, Object::new)).isNotNull();
    }
}
