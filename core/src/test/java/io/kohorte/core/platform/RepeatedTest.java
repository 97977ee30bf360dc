// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepeatedTest {

    private static final String TROUBLE = "The tea cannot be made";

    private final Repeated tea = new Repeated(Logger.getLogger(RepeatedTest.class), TROUBLE);

    @Test
    void aFailureIsToldWhenItBeginsAndWhenItIsOver() {
        try (var log = new LogLines()) {
            assertThat(tea.run(this::works)).isTrue();
            assertThat(log.saying(TROUBLE)).isEmpty();

            assertThat(tea.run(this::fails)).isFalse();
            assertThat(tea.run(this::fails)).isFalse();
            assertThat(log.saying(TROUBLE)).hasSize(1);

            assertThat(tea.run(this::works)).isTrue();
            assertThat(tea.run(this::works)).isTrue();
            assertThat(log.saying("Over: " + TROUBLE)).hasSize(1);
            assertThat(log.saying(TROUBLE)).hasSize(2);

            assertThat(tea.run(this::fails)).isFalse();
            assertThat(log.saying(TROUBLE)).hasSize(3);
        }
    }

    private void works() {}

    private void fails() throws SQLException {
        throw new SQLException("no water");
    }
}
