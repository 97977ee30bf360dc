// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.event.IntakeResult;
import io.kohorte.core.event.Observation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Rows on their way into the database, one transaction a chunk. While PostgreSQL takes one, the next is made ready; no more than these
 * two are in memory, and they are written in the order of the file.
 */
final class ImportChunks implements AutoCloseable {

    /** Writes a chunk and commits it. */
    @FunctionalInterface
    interface Writing {
        IntakeResult write(List<Observation> chunk) throws SQLException;
    }

    /** A row that says something, and where it is in the file. */
    private record Row(long line, Observation said) {}

    private final ImportTally tally;
    private final Writing writing;
    private final Optional<SaidFacts> facts;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "imports-writer"));
    private List<Row> batch = new ArrayList<>();
    private List<Row> underWay = List.of();
    private Future<IntakeResult> written = CompletableFuture.completedFuture(IntakeResult.nothing());

    /** @param facts where to remember what was said, if the file was read otherwise before */
    ImportChunks(ImportTally tally, Writing writing, Optional<SaidFacts> facts) {
        this.tally = tally;
        this.writing = writing;
        this.facts = facts;
    }

    void add(long line, Observation said) {
        batch.add(new Row(line, said));
    }

    /** Begins to write what was added, after the chunk before it. */
    void write() throws SQLException {
        settle();
        List<Row> ready = facts.isPresent() ? firstTold(batch, facts.get()) : batch;
        batch = new ArrayList<>();
        underWay = ready;
        List<Observation> said = said(ready);
        written = writer.submit(() -> writing.write(said));
    }

    /** Waits until what was begun is committed. */
    void settle() throws SQLException {
        try {
            IntakeResult result = written.get();
            tally.taken(said(underWay), result);
            if (facts.isPresent()) {
                for (int i = 0; i < underWay.size(); i++) {
                    Row row = underWay.get(i);
                    facts.get()
                            .add(
                                    SaidFacts.Side.NOW,
                                    row.line(),
                                    result.profiles().get(i),
                                    row.said());
                }
            }
            underWay = List.of();
            written = CompletableFuture.completedFuture(IntakeResult.nothing());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException("A chunk could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The import was interrupted", e);
        }
    }

    /** What is written over what is known is written once: of rows with the same id, the first of the file counts. */
    private List<Row> firstTold(List<Row> rows, SaidFacts known) throws SQLException {
        Set<UUID> told = new HashSet<>(known.told(
                rows.stream().flatMap(row -> row.said().key().stream()).collect(Collectors.toSet())));
        List<Row> first = new ArrayList<>();
        for (Row row : rows) {
            if (row.said().key().filter(key -> !told.add(key)).isPresent()) {
                tally.duplicate();
            } else {
                first.add(row);
            }
        }
        return first;
    }

    private static List<Observation> said(List<Row> rows) {
        return rows.stream().map(Row::said).toList();
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
