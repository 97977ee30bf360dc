// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.ApiProblem;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Calls to whichever node is up, which may fail at any time while the attack goes on. */
final class Calls {

    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;

    private final Nodes nodes;

    Calls(Nodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Whether the application confirmed the call. If not, it may have been done all the same.
     *
     * @throws ApiProblem when the application understood and refused: not a consequence of any fault
     */
    boolean heard(Function<Api, JsonNode> call) {
        return tried(call).isPresent();
    }

    /** The answer, or nothing if it got lost. */
    Optional<JsonNode> tried(Function<Api, JsonNode> call) {
        try {
            return Optional.of(call.apply(nodes.api()));
        } catch (ApiProblem problem) {
            if (problem.status() < SERVER_ERROR && problem.status() != NOT_FOUND) {
                throw problem;
            }
        } catch (UncheckedIOException | IllegalStateException lost) {
            // the node died, or the database was not there
        }
        return Optional.empty();
    }

    /** Asks until there is an answer. */
    JsonNode asked(Function<Api, JsonNode> call, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<JsonNode> answer = tried(call);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the application gives no answer, though all faults are over");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
