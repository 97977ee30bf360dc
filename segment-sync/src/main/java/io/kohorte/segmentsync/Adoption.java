// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** A new mapping for an audience that was delivered under another one. */
final class Adoption {

    private final Books books;
    private final SyncId sync;

    Adoption(Books books, SyncId sync) {
        this.books = books;
        this.sync = sync;
    }

    long wouldResend(Iterator<RemappedChunk> chunks) {
        var confirmed = books.transactions()
                .call(connection -> Unmerged.of(connection, sync))
                .over(books.ledger().acknowledged(sync));
        var have = next(confirmed);
        long members = 0;
        while (chunks.hasNext()) {
            var chunk = chunks.next();
            while (have.filter(some -> some.chunk() < chunk.chunk()).isPresent()) {
                have = next(confirmed);
            }
            members += have.filter(some -> some.chunk() == chunk.chunk())
                    .map(some -> Remapping.of(some, chunk).size())
                    .orElse(0);
        }
        return members;
    }

    /** Receipts are merged first: what they say was sent under the old mapping too. */
    void adopt(Lease lease, Stream<RemappedChunk> chunks) {
        books.merge().all(lease);
        chunks.forEach(chunk -> lease.record(connection -> {
            var adopted = Merge.read(connection, sync, chunk.chunk())
                    .flatMap(some -> Remapping.of(some, chunk).adopted());
            if (adopted.isPresent()) {
                var fresh = adopted.get();
                Merge.write(connection, sync, fresh.chunk(), fresh.members().toArray(), fresh.fingerprints());
            }
        }));
    }

    private static Optional<AcknowledgedChunk> next(Iterator<AcknowledgedChunk> chunks) {
        return chunks.hasNext() ? Optional.of(chunks.next()) : Optional.empty();
    }
}
