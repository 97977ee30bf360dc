// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs of one kind, asked for and at work: one at a time on a node. A run waits as a queued one, so that any node that works may take it
 * up, also one that starts later; what a node that died left behind is ended. By a clock of its own: a clustered schedule would fire on one
 * node, perhaps on one that does not work.
 */
public final class RunQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunQueue.class);
    private static final long LOOK_SECONDS = 5;

    private final RunKind kind;
    private final Runs runs;
    private final RunLock lock;
    private final Words words;
    private final Work work;
    private final ScheduledExecutorService worker;
    private volatile boolean takes;

    /**
     * What people read when it goes wrong.
     *
     * @param what of the log, for example {@code look at model}
     * @param interrupted that its process ended
     * @param again what to do after that
     */
    public record Words(String what, String interrupted, String again) {}

    /** What a run does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Answers what came of it, to be kept as JSON.
         *
         * @throws ProblemException with what people should know
         */
        Object of(Run run) throws SQLException;
    }

    public RunQueue(RunKind kind, Runs runs, RunLock lock, Words words, Work work) {
        this.kind = kind;
        this.runs = runs;
        this.lock = lock;
        this.words = words;
        this.work = work;
        this.worker = Background.thread("kohorte-" + kind.wire());
    }

    /** Takes up runs from now on, on a node that does such work. */
    public void start() {
        takes = true;
        var unused = worker.scheduleWithFixedDelay(this::lookAround, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for a run; one of this subject that has not begun is answered instead of a second. */
    public RunId request(long subject, String trigger) {
        RunId run = waiting(subject).orElseGet(() -> runs.open(kind, subject, trigger));
        if (takes) {
            worker.execute(this::lookAround);
        }
        return run;
    }

    /** Asks for a run of its own, whatever waits already: subject and trigger together say what is to be done. */
    public RunId requestAnother(long subject, String trigger) {
        RunId run = runs.open(kind, subject, trigger);
        if (takes) {
            worker.execute(this::lookAround);
        }
        return run;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private Optional<RunId> waiting(long subject) {
        return runs.unfinished(kind).stream()
                .filter(run -> run.subject() == subject && run.state() == RunState.QUEUED)
                .map(Run::id)
                .findFirst();
    }

    private void lookAround() {
        try {
            for (Run run : runs.unfinished(kind)) {
                if (run.state() == RunState.QUEUED) {
                    take(run);
                } else if (lock.abandoned(run.id())) {
                    runs.fail(run.id(), ProblemDetail.of(500, "INTERRUPTED", words.interrupted(), words.again()));
                }
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "Runs of kind %s cannot be found right now; this is tried again", kind.wire());
        }
    }

    private void take(Run run) {
        try (RunLock.Held held = lock.take(run.id())) {
            if (held.ours() && runs.start(run.id())) {
                LogFields.of(LogFields.RUN, run.id().value()).during(() -> work(run));
            }
        }
    }

    private void work(Run run) {
        try {
            runs.finish(run.id(), RunState.COMPLETED, work.of(run));
        } catch (ProblemException refused) {
            runs.fail(run.id(), refused.problem());
        } catch (SQLException | RuntimeException | Error e) {
            UUID incident = UUID.randomUUID();
            LOG.errorf(e, "Incident %s: %s %d", incident, words.what(), run.subject());
            runs.fail(
                    run.id(),
                    ProblemDetail.of(
                            500,
                            "UNEXPECTED",
                            "Something went wrong on our side; the incident is " + incident + ".",
                            "Try again; if it stays, give the incident number to your administrator, who finds it in the log."));
        }
    }
}
