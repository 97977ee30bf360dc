// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How far each row of a batch has come. A row is open until a step settles it, or all its steps let it pass. */
final class Ledger {

    private final Optional<Outcome>[] settled;
    private final int[] stepsLeft;
    private final String[] references;
    private Optional<BatchJob> job = Optional.empty();

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    Ledger(int size, List<Preview.Refusal> refused, List<Step> steps) {
        settled = new Optional[size];
        Arrays.fill(settled, Optional.empty());
        references = new String[size];
        Arrays.fill(references, "");
        stepsLeft = new int[size];
        refused.forEach(refusal -> settle(refusal.row(), refusal.outcome()));
        steps.forEach(step -> step.rows().forEach(row -> stepsLeft[row]++));
    }

    boolean isOpen(int row) {
        return settled[row].isEmpty();
    }

    void settle(int row, Outcome outcome) {
        settled[row] = Optional.of(outcome);
    }

    /** One step took this row; after the last one it is accepted. */
    void pass(int row) {
        if (--stepsLeft[row] == 0) {
            settle(row, new Outcome.Accepted(references[row]));
        }
    }

    /** As {@link #pass(int)}, and the vendor named the contact. */
    void pass(int row, String reference) {
        refer(row, reference);
        pass(row);
    }

    /** What the vendor calls the contact. */
    void refer(int row, String reference) {
        references[row] = reference;
    }

    /** A job works on whoever is open still. */
    void started(String id, String segmentId) {
        var known = new TreeMap<Integer, Outcome>();
        IntStream.range(0, settled.length).forEach(row -> settled[row].ifPresent(outcome -> known.put(row, outcome)));
        job = Optional.of(new BatchJob(id, settled.length, segmentId, known));
    }

    /** Whoever is open still shall come again. */
    void postpone(ConnectorException failure) {
        var again = new Outcome.Retry(failure.problem(), failure.after());
        IntStream.range(0, settled.length).filter(this::isOpen).forEach(row -> settle(row, again));
    }

    BatchResult result() {
        return job.map(BatchJob::pending).orElseGet(this::done);
    }

    private BatchResult done() {
        return new BatchResult.Done(
                Arrays.stream(settled).map(Optional::orElseThrow).toList());
    }
}
