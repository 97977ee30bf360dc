// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import java.time.Duration;

/** What a call to a destination came to. */
sealed interface Answer<T> {

    /** {@link Onlooker#OK}, or the code of the problem. */
    String outcome();

    record Given<T>(T value) implements Answer<T> {

        @Override
        public String outcome() {
            return Onlooker.OK;
        }
    }

    /**
     * No answer, or not the one we wanted.
     *
     * @param after earliest moment for a further call, from now; zero when the destination names none
     * @param incident set when it is a defect
     */
    record Failed<T>(Problem problem, Duration after, String incident) implements Answer<T> {

        @Override
        public String outcome() {
            return problem.code().name();
        }

        RunProblem asRunProblem() {
            return new RunProblem(problem.code().name(), problem.message(), problem.field(), incident);
        }
    }
}
