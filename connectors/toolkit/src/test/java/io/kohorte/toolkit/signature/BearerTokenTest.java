// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerTokenTest {

    private static final BearerToken TOKEN = BearerToken.of(Optional.of("a-token-of-ours"));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a-token-of-ours", "bearer a-token-of-ours"})
    void believes_who_shows_it(String shown) {
        assertThatCode(() -> TOKEN.verify(call(shown))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer another",
                "Bearer a-token-of-our",
                "a-token-of-ours",
                "Basic a-token-of-ours",
                "Bearer ",
                ""
            })
    void believes_nobody_else(String shown) {
        for (var token : List.of(TOKEN, BearerToken.of(Optional.empty()), BearerToken.of(Optional.of("")))) {
            var refusal = catchThrowableOfType(ConnectorException.class, () -> token.verify(call(shown)));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
        assertThat(TOKEN.toString()).doesNotContain("ours");
    }

    private static InboundCall call(String shown) {
        return new InboundCall(
                "POST",
                "https://kohorte.example/",
                Map.of("authorization", List.of(shown)),
                new byte[0],
                Surroundings.NOON);
    }
}
