// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.batch.SettledRows;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The jobs of one batch, as a ticket remembers them.
 *
 * @param accepted rows that are done without a job
 * @param heldBack rows that were never sent
 * @param postponed rows that have to come again, by position in the batch
 */
record Jobs(List<Job> jobs, long accepted, List<HeldBack.Row> heldBack, Map<Integer, Outcome> postponed) {

    /** SendGrid needs seconds for few contacts and minutes for many. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private static final String ROWS = "rows";
    private static final String ACCEPTED = "accepted";
    private static final String HELD_BACK = "heldBack";
    private static final String POSTPONED = "postponed";

    private static final Outcome WITH_THE_OTHERS = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "A job of SendGrid refused some contacts of the batch and names none."),
            Duration.ZERO);

    Jobs {
        jobs = List.copyOf(jobs);
        heldBack = List.copyOf(heldBack);
        postponed = Map.copyOf(postponed);
    }

    /** @param rows on which it works */
    record Job(String id, int rows) {}

    /** What a job came to. */
    private enum State {
        PENDING,
        COMPLETED,
        ERRORED,
        FAILED
    }

    static Jobs of(JobTicket ticket) {
        var ids = ticket.jobId().split(",", -1);
        var rows = ticket.memo().getOrDefault(ROWS, "").split(",", -1);
        try {
            return new Jobs(
                    IntStream.range(0, ids.length)
                            .mapToObj(n -> new Job(ids[n], Integer.parseInt(rows[n])))
                            .toList(),
                    Long.parseLong(ticket.memo().getOrDefault(ACCEPTED, "0")),
                    Arrays.stream(ticket.memo().getOrDefault(HELD_BACK, "").split(";", -1))
                            .filter(text -> !text.isEmpty())
                            .map(Jobs::heldBack)
                            .toList(),
                    SettledRows.of(ticket.memo().getOrDefault(POSTPONED, "[]")));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CONTRACT_BROKEN, "This ticket is none of this connector."));
        }
    }

    private static HeldBack.Row heldBack(String text) {
        var parts = text.split(":", 3);
        return new HeldBack.Row(Integer.parseInt(parts[0]), HeldBack.valueOf(parts[1]), parts[2]);
    }

    /** @param size rows of the batch */
    BatchResult pending(int size) {
        var ticket = new JobTicket(
                joined(jobs.stream().map(Job::id).toList(), ","),
                size,
                Map.of(
                        ROWS, joined(jobs.stream().map(Job::rows).toList(), ","),
                        ACCEPTED, Long.toString(accepted),
                        HELD_BACK,
                                joined(
                                        heldBack.stream()
                                                .map(row -> row.row() + ":" + row.reason() + ":" + row.field())
                                                .toList(),
                                        ";"),
                        POSTPONED, SettledRows.text(postponed)));
        return new BatchResult.Pending(ticket, LOOK_AGAIN);
    }

    private static String joined(List<?> parts, String by) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(by));
    }

    /**
     * Counts once all jobs have ended. Where rows have to come again, each row has its outcome instead, since counts could
     * not tell of them.
     *
     * @throws ConnectorException {@code NOT_FOUND} when SendGrid does not know one of them any more
     */
    BatchResult look(SendgridApi api, JobTicket ticket) {
        var taken = accepted;
        var refused = 0L;
        for (var job : jobs) {
            var answer = ask(api, job);
            var errors = errors(job, answer);
            if (state(answer) == State.PENDING) {
                return new BatchResult.Pending(ticket, LOOK_AGAIN);
            }
            taken += job.rows() - errors;
            refused += errors;
        }
        if (!postponed.isEmpty()) {
            return new BatchResult.Done(outcomes(ticket.rows(), refused > 0));
        }
        return new BatchResult.Counted(
                taken, refused, heldBack.stream().map(HeldBack.Row::refusal).toList());
    }

    /**
     * With somebody refused of whom nobody knows who it is, all that jobs worked on come again, too: the next time they are
     * counted, as others are.
     */
    private List<Outcome> outcomes(int size, boolean refused) {
        var known = heldBack.stream().collect(Collectors.toMap(HeldBack.Row::row, row -> row.refusal()
                .outcome()));
        return IntStream.range(0, size)
                .mapToObj(row -> Optional.ofNullable(known.get(row))
                        .or(() -> Optional.ofNullable(postponed.get(row)))
                        .orElse(refused ? WITH_THE_OTHERS : new Outcome.Accepted("")))
                .toList();
    }

    private static JsonNode ask(SendgridApi api, Job job) {
        var call = api.get("/marketing/contacts/imports/" + URLEncoder.encode(job.id(), StandardCharsets.UTF_8))
                .build();
        var answer = api.send(call);
        if (answer.status() == 404) {
            throw new ConnectorException(Problem.of(ProblemCode.NOT_FOUND, "SendGrid does not know the job any more.")
                    .vendor("404"));
        }
        if (!answer.successful()) {
            throw Refusals.of(call, answer);
        }
        return answer.json();
    }

    private static State state(JsonNode answer) {
        var status = SendgridApi.text(answer, "status");
        return switch (status) {
            case "pending" -> State.PENDING;
            case "completed" -> State.COMPLETED;
            case "errored" -> State.ERRORED;
            case "failed" -> State.FAILED;
            default -> throw SendgridApi.badAnswer("with a job in a state that is not known");
        };
    }

    /** How many rows the job did not take; it tells no which. A job that is completed may have refused some, too. */
    private static long errors(Job job, JsonNode answer) {
        var state = state(answer);
        if (state == State.PENDING || state == State.FAILED) {
            return state == State.FAILED ? job.rows() : 0;
        }
        var count = answer.at("/results/errored_count");
        if (count.isNumber()) {
            return Math.max(0, Math.min(job.rows(), count.asLong()));
        }
        if (state == State.ERRORED || !(count.isMissingNode() || count.isNull())) {
            throw SendgridApi.badAnswer("without saying how many contacts a job refused");
        }
        return 0;
    }
}
