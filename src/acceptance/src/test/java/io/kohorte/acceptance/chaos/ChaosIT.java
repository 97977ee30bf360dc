// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few rounds whose plans are known to be nasty; {@code ./mvnw -Pchaos} plays as many as you have time for. */
class ChaosIT {

    private static final long SEED = 1;

    private static Chaos chaos;

    @BeforeAll
    static void open() throws Exception {
        chaos = Chaos.begun(Path.of(System.getProperty("kohorte.root")), 2, System.out);
    }

    @AfterAll
    static void close() throws Exception {
        chaos.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whateverHappenedTheReceiversHaveWhoIsWantedAndEveryAbsenceHasAReason(int round) throws Exception {
        assertThat(chaos.round(SEED, round)).isEmpty();
    }
}
