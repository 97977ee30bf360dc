// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretTest {

    @Test
    void basic_credentials_are_those_of_the_examples_that_vendors_give() {
        assertThat(Secret.basic("example-api-key", "example-api-secret").reveal())
                .as("mParticle")
                .isEqualTo("Basic ZXhhbXBsZS1hcGkta2V5OmV4YW1wbGUtYXBpLXNlY3JldA==");
        assertThat(Secret.basic("abc123", "").reveal()).as("Segment").isEqualTo("Basic YWJjMTIzOg==");
    }

    @Test
    void a_secret_is_not_seen() {
        assertThat(Secret.basic("key", "secret")).hasToString("***").isEqualTo(Secret.basic("key", "secret"));
    }

    @Test
    void is_shown_by_who_knows_it_and_never_by_itself() {
        var secret = new Secret("käse");
        assertThat(secret.shown("käse")).isTrue();
        assertThat(secret.shown("käs")).isFalse();
        assertThat(secret.shown("")).isFalse();
        assertThat(secret).hasToString("***");
    }

    @Test
    void that_is_empty_is_shown_by_nobody() {
        assertThat(new Secret("").shown("")).isFalse();
    }
}
