// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Duration;
import java.util.Objects;

/** A call as a whole failed. The message is the problem's and safe to log; causes are not kept, since they may not be. */
public final class ConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final Duration after;

    public ConnectorException(Problem problem) {
        this(problem, Duration.ZERO);
    }

    /** @param after earliest moment, from now, at which a further call makes sense; zero when the vendor names none */
    public ConnectorException(Problem problem, Duration after) {
        super(problem.code() + ": " + problem.message());
        this.problem = problem;
        this.after = Objects.requireNonNull(after, "after");
    }

    public Problem problem() {
        return problem;
    }

    public Duration after() {
        return after;
    }
}
