// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows that were not sent, remembered while Google works on the others: by reason, as positions ({@code 3 5 7}), so that a
 * ticket holds no word about anybody.
 */
final class HeldBack {

    private static final String SKIPPED = "skipped:";
    private static final String REJECTED = "rejected:";

    private HeldBack() {}

    static Map<String, String> written(List<Preview.Refusal> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> reason(row.outcome()),
                        TreeMap::new,
                        Collectors.mapping(row -> Integer.toString(row.row()), Collectors.joining(" "))));
    }

    /** @param memo of a ticket, with other things in it */
    static List<Preview.Refusal> read(Map<String, String> memo) {
        var rows = new ArrayList<Preview.Refusal>();
        memo.forEach((reason, positions) -> {
            if (reason.startsWith(SKIPPED) || reason.startsWith(REJECTED)) {
                for (var position : positions.split(" ", -1)) {
                    rows.add(new Preview.Refusal(Integer.parseInt(position), outcome(reason)));
                }
            }
        });
        return rows;
    }

    /** A person who is not named, or not in a form Google takes. */
    static Outcome rejected(ProblemCode code, String key) {
        var sentence = code == ProblemCode.IDENTIFIER_MISSING
                ? "This person has no " + key + "."
                : "This person's " + key + " is none that Google could find.";
        return new Outcome.Rejected(Problem.of(code, sentence).at(key));
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.Skipped skipped) {
            return SKIPPED + skipped.reason();
        }
        var problem = ((Outcome.Rejected) outcome).problem();
        return REJECTED + problem.code() + ":" + problem.field();
    }

    private static Outcome outcome(String reason) {
        if (reason.startsWith(SKIPPED)) {
            return new Outcome.Skipped(SkipReason.valueOf(reason.substring(SKIPPED.length())));
        }
        var parts = reason.substring(REJECTED.length()).split(":", 2);
        return rejected(ProblemCode.valueOf(parts[0]), parts[1]);
    }
}
