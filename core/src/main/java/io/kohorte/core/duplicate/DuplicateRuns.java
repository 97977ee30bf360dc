// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.audit.Audit;
import io.kohorte.core.duplicate.DuplicateSearch.Result;
import io.kohorte.core.duplicate.DuplicateSearch.Scope;
import io.kohorte.core.duplicate.Duplicates.Pair;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Link;
import io.kohorte.core.run.Progress;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunQueue;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.ImportFinished;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Searches asked for and at work: one at a time, on any node that learns. */
@ApplicationScoped
class DuplicateRuns {

    private static final Logger LOG = Logger.getLogger(DuplicateRuns.class);
    private static final String MANUAL = "manual";
    private static final String IMPORT = "import";
    private static final String SCHEDULE = "schedule";
    private static final Duration TELL_AT_MOST_EVERY = Duration.ofMillis(500);
    private static final RunQueue.Words WORDS = new RunQueue.Words(
            "search for duplicates of",
            "The search was interrupted by the end of its process.",
            "Search again; nothing is lost.");

    private final Runs runs;
    private final RunQueue queue;
    private final DuplicateSearch search;
    private final DuplicateSettings settings;
    private final Duplicates duplicates;
    private final Decisions decisions;
    private final Audit audit;
    private final KohorteConfig config;
    private final Clock clock;
    private final Timer searches;

    DuplicateRuns(
            Runs runs,
            RunLock lock,
            DuplicateSearch search,
            DuplicateSettings settings,
            Duplicates duplicates,
            Decisions decisions,
            Audit audit,
            KohorteConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.runs = runs;
        this.queue = new RunQueue(RunKind.DUPLICATES, runs, lock, WORDS, this::work);
        this.search = search;
        this.settings = settings;
        this.duplicates = duplicates;
        this.decisions = decisions;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
        this.searches = meters.timer("kohorte.duplicates.search");
    }

    /**
     * What a search came to.
     *
     * @param merged how many pairs were merged without asking
     */
    record Outcome(Result found, int merged) {}

    /** Asks for a search among everybody; one that waits or is at work is answered instead of a second. */
    RunId request() {
        return open().orElseGet(() -> queue.request(0, MANUAL));
    }

    /** After the first search by hand, what an import changes is looked at by itself. */
    void imported(@Observes ImportFinished finished) throws SQLException {
        again(IMPORT);
    }

    /** What came in otherwise than by files. */
    @Nonconcurrent
    @Scheduled(identity = "search-duplicates", every = "24h", delayed = "1h")
    void daily() throws SQLException {
        again(SCHEDULE);
    }

    private void again(String trigger) throws SQLException {
        if (settings.hasSearched() && open().isEmpty()) {
            var unused = queue.request(0, trigger);
        }
    }

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            queue.start();
        }
    }

    @PreDestroy
    void stop() {
        queue.close();
    }

    private Optional<RunId> open() {
        return runs.unfinished(RunKind.DUPLICATES).stream().map(Run::id).findFirst();
    }

    private Outcome work(Run run) throws SQLException {
        Scope scope = run.trigger().equals(MANUAL) ? Scope.EVERYBODY : Scope.CHANGED;
        Instant begun = clock.instant();
        Result found = search.search(scope, new Telling(run.id()));
        searches.record(Duration.between(begun, clock.instant()));
        return new Outcome(found, mergeBeyondDoubt());
    }

    /** Keeps what it hears, not more often than somebody can read it. */
    private final class Telling implements Consumer<Progress> {

        private final RunId run;
        private String phase = "";
        private Instant last = Instant.MIN;

        Telling(RunId run) {
            this.run = run;
        }

        @Override
        public synchronized void accept(Progress progress) {
            Instant now = clock.instant();
            if (!progress.phase().equals(phase) || !now.isBefore(last.plus(TELL_AT_MOST_EVERY))) {
                phase = progress.phase();
                last = now;
                runs.progress(run, progress);
            }
        }
    }

    /** Only where a person switched it on; a pair that the limits of identities refuse stays open. */
    private int mergeBeyondDoubt() throws SQLException {
        Optional<Double> from = settings.automatic();
        int merged = 0;
        for (Pair pair : from.isEmpty() ? List.<Pair>of() : duplicates.beyondDoubt(from.get())) {
            try {
                decisions.merge(pair.id(), "automatic", Link.Strength.SEEN);
                audit.record("automatic", "merge", "duplicate " + pair.id(), "merged", "");
                merged++;
            } catch (ProblemException refused) {
                LOG.debugf(
                        "Pair %s stays open: %s", pair.id(), refused.problem().code());
            }
        }
        return merged;
    }
}
