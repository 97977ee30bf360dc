// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.kohorte.core.event.Intake;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunState;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.Imports.Import;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Works imports off, one at a time: two would only wait for each other at the profiles. */
@ApplicationScoped
class ImportQueue {

    private static final Logger LOG = Logger.getLogger(ImportQueue.class);
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Runs runs;
    private final Imports imports;
    private final FileImport deed;
    private final Clock clock;
    private final Event<ImportFinished> finished;
    private final RunOwnership ownership;
    private final KeptFiles kept;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "imports"));

    ImportQueue(
            DataSource database,
            Runs runs,
            Imports imports,
            Intake intake,
            ImportConfig config,
            KeptFiles kept,
            Clock clock,
            Event<ImportFinished> finished) {
        this.runs = runs;
        this.imports = imports;
        this.deed = new FileImport(database, intake, config);
        this.kept = kept;
        this.clock = clock;
        this.finished = finished;
        this.ownership = new RunOwnership(database);
    }

    /** What a run tells while it goes on. */
    record ImportProgress(long done, long total, String phase, long rowsRead, long bytes) {}

    /** Takes over an upload and answers at once. */
    Import submit(SourceId source, FileFormat format, Mapping mapping, UploadedFile upload, String filename)
            throws SQLException, JsonProcessingException {
        RunId run = runs.open(RunKind.IMPORT, source.value(), "manual");
        ownership.take(run);
        Import opened = imports.open(source, run, filename, mapping, upload);
        try {
            worker.execute(() -> LogFields.of(LogFields.RUN, run.value())
                    .and(LogFields.IMPORT, opened.id().value())
                    .and(LogFields.SOURCE, source.value())
                    .during(() -> work(opened, format, mapping, upload)));
        } catch (RejectedExecutionException e) {
            runs.fail(run, interrupted());
            throw ProblemException.of(
                    503, "SHUTTING_DOWN", "Kohorte is being stopped.", "Import the file again after the restart.");
        }
        return opened;
    }

    void start(@Observes StartupEvent event) throws SQLException, IOException {
        for (var run : runs.unfinished(RunKind.IMPORT)) {
            if (ownership.isOrphan(run.id())) {
                runs.fail(run.id(), interrupted());
            }
        }
    }

    void stop(@Observes ShutdownEvent event) throws SQLException {
        worker.shutdownNow();
        ownership.close();
    }

    private void work(Import opened, FileFormat format, Mapping mapping, UploadedFile upload) {
        try (upload) {
            if (runs.start(opened.run())) {
                FileImport.Order order = new FileImport.Order(
                        opened.source().value(),
                        format,
                        mapping,
                        imports.earlier(opened, mapping),
                        upload,
                        opened.createdAt());
                ImportReport report = read(order, opened);
                imports.report(opened.id(), report);
                RunState state = report.invalid() == 0 ? RunState.COMPLETED : RunState.COMPLETED_WITH_ERRORS;
                runs.finish(opened.run(), state, Summary.of(opened.id(), report));
                tell(new ImportFinished(opened.id(), opened.source(), report));
            }
        } catch (ProblemException e) {
            runs.fail(opened.run(), e.problem());
        } catch (IOException | SQLException | RuntimeException e) {
            UUID incident = UUID.randomUUID();
            // Messages of a database may quote rows, so only the kind of failure and its place are logged.
            LOG.errorf(
                    "Import %s failed, incident %s: %s at %s",
                    opened.id(), incident, e.getClass().getName(), e.getStackTrace()[0]);
            runs.fail(
                    opened.run(),
                    ProblemDetail.of(
                            500,
                            "IMPORT_FAILED",
                            "The import was cut off; the incident is " + incident + ".",
                            "Import the file again: rows that are in already are recognised."));
        } finally {
            ownership.release(opened.run());
        }
    }

    /** The file is kept whatever comes of it: a mapping that does not fit is the best reason to read it again. */
    private ImportReport read(FileImport.Order order, Import opened) throws IOException, SQLException {
        try {
            return deed.run(order, listener(opened, order.upload().bytes()));
        } finally {
            kept.keep(opened, order.upload());
        }
    }

    /** What the run shows of the report. */
    record Summary(ImportId importId, long rowsIn, long accepted, long invalid, long duplicates) {
        static Summary of(ImportId id, ImportReport report) {
            return new Summary(id, report.rowsIn(), report.accepted(), report.invalid(), report.duplicates());
        }
    }

    private FileImport.Listener listener(Import opened, long bytes) {
        return new FileImport.Listener() {
            private Instant told = Instant.MIN;
            private FileImport.Phase last = FileImport.Phase.READING;

            @Override
            public void at(FileImport.Phase phase, long rows, long total) {
                Instant now = clock.instant();
                if (phase != last || now.isAfter(told.plus(GLANCE))) {
                    told = now;
                    last = phase;
                    long read = phase == FileImport.Phase.CHECKING ? 0 : rows;
                    runs.progress(opened.run(), new ImportProgress(rows, total, phase.wire(), read, bytes));
                }
            }
        };
    }

    /** Whoever listens works after the commit; their failure is not the import's. */
    private void tell(ImportFinished fact) {
        var context = Arc.container().requestContext();
        context.activate();
        try {
            finished.fire(fact);
        } catch (RuntimeException e) {
            LOG.errorf(e, "What follows import %s failed", fact.id());
        } finally {
            context.terminate();
        }
    }

    private static ProblemDetail interrupted() {
        return ProblemDetail.of(
                500,
                "IMPORT_INTERRUPTED",
                "Kohorte was stopped while the import was going on.",
                "Import the file again: rows that are in already are recognised.");
    }
}
