// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.identity.Hash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is in a job. Results come in any order under the keys of the records, also to another process than the one that
 * started the job, so the ticket tells of each row of the batch by which mark it is recognised, or what is known of it
 * already. A mark is a part of a digest of job and key: keys are personal data.
 */
final class Roster {

    private static final String KNOWN = "!";

    /** In hexadecimal digits; by chance, two of 50,000 are equal in one of ten billion jobs. */
    private static final int MARK = 16;

    private final Target.Operation operation;
    private final String keyColumn;
    private final String matchKey;
    private final String[] rows;

    private Roster(Target.Operation operation, String keyColumn, String matchKey, String[] rows) {
        this.operation = operation;
        this.keyColumn = keyColumn;
        this.matchKey = matchKey;
        this.rows = rows;
    }

    static Roster of(Target target, String matchKey, int size) {
        return new Roster(target.operation(), target.keyColumn(), matchKey, new String[size]);
    }

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a ticket that is none of ours */
    static Roster of(JobTicket ticket) {
        var memo = ticket.memo();
        var rows = memo.getOrDefault("rows", "").split(" ", -1);
        try {
            Arrays.stream(rows)
                    .filter(row -> row.startsWith(KNOWN))
                    .forEach(row -> Known.valueOf(row.substring(KNOWN.length())));
            if (rows.length == ticket.rows()) {
                return new Roster(
                        Target.Operation.valueOf(memo.getOrDefault("operation", "")),
                        memo.getOrDefault("keyColumn", ""),
                        memo.getOrDefault("matchKey", ""),
                        rows);
            }
        } catch (IllegalArgumentException notOurs) {
            // as below
        }
        throw new ConnectorException(Problem.of(ProblemCode.CONTRACT_BROKEN, "The ticket of the job cannot be read."));
    }

    /** The same rows, of which a job does this. */
    Roster in(Target target) {
        return new Roster(target.operation(), target.keyColumn(), matchKey, rows);
    }

    Target.Operation operation() {
        return operation;
    }

    /** Column of the results that holds the key. */
    String keyColumn() {
        return keyColumn;
    }

    void known(int row, Known what) {
        rows[row] = KNOWN + what.name();
    }

    /** Everybody has an outcome without a job. */
    List<Outcome> settled() {
        return List.of(outcomes());
    }

    /** Outcomes of rows that are not in the job; the others' are missing. */
    Outcome[] outcomes() {
        var outcomes = new Outcome[rows.length];
        for (var row = 0; row < rows.length; row++) {
            if (rows[row].startsWith(KNOWN)) {
                outcomes[row] =
                        Known.valueOf(rows[row].substring(KNOWN.length())).outcome(matchKey);
            }
        }
        return outcomes;
    }

    JobTicket ticket(String jobId, List<Line> lines) {
        var complete = rows.clone();
        lines.forEach(line -> complete[line.row()] = mark(jobId, line.key()));
        return new JobTicket(
                jobId,
                rows.length,
                Map.of(
                        "operation",
                        operation.name(),
                        "keyColumn",
                        keyColumn,
                        "matchKey",
                        matchKey,
                        "rows",
                        String.join(" ", complete)));
    }

    /** Keys of a job's results to rows. */
    Function<String, Optional<Integer>> finder(String jobId) {
        var byMark = new HashMap<String, Integer>();
        for (var row = 0; row < rows.length; row++) {
            byMark.put(rows[row], row);
        }
        return key -> Optional.ofNullable(byMark.get(mark(jobId, key)));
    }

    private static String mark(String jobId, String key) {
        return Hash.SHA256_HEX.of(jobId + '\n' + sameKey(key)).substring(0, MARK);
    }

    /** Keys that Salesforce takes for the same are the same here. */
    static String sameKey(String key) {
        return key.strip().toLowerCase(Locale.ROOT);
    }
}
