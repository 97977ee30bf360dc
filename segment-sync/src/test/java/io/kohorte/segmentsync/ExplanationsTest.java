// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationsTest {

    static Stream<String> codes() {
        return Stream.of(
                        Arrays.stream(ProblemCode.values()).map(Enum::name),
                        Arrays.stream(SkipReason.values()).map(Enum::name),
                        Arrays.stream(GuardStop.Reason.values()).map(Enum::name),
                        Arrays.stream(UndoRefusedException.Reason.values()).map(Enum::name),
                        Stream.of(RunProblem.PAUSED_BY_HAND, RunProblem.UNDONE, "SYNC_GONE"))
                .flatMap(codes -> codes);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyCodeHasASentenceAndANextStepInBothLanguages(String code) {
        var english = Explanations.in(Locale.UK).of(code);
        var german = Explanations.in(Locale.GERMANY).of(code);

        assertThat(english.code()).isEqualTo(code);
        assertThat(german.code()).isEqualTo(code);
        assertThat(english.sentence()).endsWith(".").isNotEqualTo(german.sentence());
        assertThat(english.nextStep()).endsWith(".").isNotEqualTo(german.nextStep());
    }

    @ParameterizedTest
    @MethodSource("codes")
    void otherLanguagesReadEnglish(String code) {
        assertThat(Explanations.in(Locale.JAPAN).of(code))
                .isEqualTo(Explanations.in(Locale.ENGLISH).of(code));
    }
}
