// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LibraryMissingTest {

    /** A machine of its own, of a kind that the native library was never built for. */
    @Test
    void where_the_native_library_does_not_load_the_other_learners_learn_and_the_report_says_so()
            throws IOException, InterruptedException {
        Process machine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dos.arch=sparc",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LibraryMissingTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(machine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(machine.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("learned by LOGISTIC of 3")
                .contains("learner-missing: Gradient boosting was not tried");
    }

    @Test
    void where_it_loads_it_is_tried_like_the_others() {
        assertThat(report().candidates())
                .extracting(PredictionReport.Tried::learner)
                .containsExactlyInAnyOrder(Learner.values());
    }

    /** What the other machine does. */
    public static void main(String... ignored) {
        PredictionReport report = report();
        System.out.println("learned by " + report.learner().name() + " of "
                + report.candidates().size());
        report.checks()
                .forEach(check -> System.out.println(
                        check.code() + ": " + check.sentence().en()));
    }

    private static PredictionReport report() {
        InventedHistory history = new InventedHistory(600, 2, 0, 0, false);
        return new PredictionTraining(history.features(), false, 42)
                .train(InventedHistory.WINDOWS, history, Progress.SILENT)
                .report();
    }
}
