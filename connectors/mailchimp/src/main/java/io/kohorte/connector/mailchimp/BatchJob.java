// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.batch.SettledRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * A job of Mailchimp, as a ticket remembers it: first the people, then who of them is in the segment.
 *
 * @param size rows of the batch
 * @param segmentId which people join or leave afterwards
 * @param settled rows that it does not work on
 */
record BatchJob(String id, int size, String segmentId, SortedMap<Integer, Outcome> settled) {

    static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Jobs of an account run one after the other, each for seconds to minutes. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

    private static final String SEGMENT = "segment";
    private static final String SETTLED = "settled";

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a ticket that is none of ours */
    static BatchJob of(JobTicket ticket) {
        try {
            if (!ID.matcher(ticket.jobId()).matches()) {
                throw new IllegalArgumentException("no id of a job");
            }
            return new BatchJob(
                    ticket.jobId(),
                    ticket.rows(),
                    ticket.memo().getOrDefault(SEGMENT, ""),
                    SettledRows.of(ticket.memo().getOrDefault(SETTLED, "")));
        } catch (IllegalArgumentException notOurs) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CONTRACT_BROKEN, "This ticket is none of this connector."));
        }
    }

    BatchResult pending() {
        var memo = Map.of(SEGMENT, segmentId, SETTLED, SettledRows.text(settled));
        return new BatchResult.Pending(new JobTicket(id, size, memo), LOOK_AGAIN);
    }

    /**
     * Looks once, and once the job has ended brings people into the segment and out of it.
     *
     * @throws ConnectorException {@code NOT_FOUND} when Mailchimp does not know the job any more
     */
    BatchResult look(MailchimpApi api) {
        var call =
                api.get("/batches/" + id + "?fields=status,response_body_url").build();
        var answer = api.send(call);
        if (answer.status() == 404 && Refusals.problem(answer).isPresent()) {
            throw new ConnectorException(Problem.of(ProblemCode.NOT_FOUND, "Mailchimp does not know the job any more.")
                    .vendor("404"));
        }
        if (!answer.successful()) {
            throw Refusals.of(call, answer);
        }
        var job = answer.json();
        return switch (job.path("status").asText("")) {
            case "pending", "preprocessing", "started", "finalizing" -> pending();
            case "finished" ->
                address(job).map(address -> finished(api, address)).orElseGet(this::pending);
            default -> throw MailchimpApi.badAnswer("with a job in a state that is not known");
        };
    }

    private static Optional<String> address(JsonNode job) {
        return Optional.of(job.path("response_body_url").asText("")).filter(address -> !address.isBlank());
    }

    private BatchResult finished(MailchimpApi api, String address) {
        return new JobResults(api, this).of(results(api, address));
    }

    /** The address holds for some minutes; with the next look comes a new one. */
    private static List<JsonNode> results(MailchimpApi api, String address) {
        var answer = api.fetch(address);
        if (!answer.successful()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.UNAVAILABLE, "The results of the job cannot be fetched at the moment.")
                            .vendor(Integer.toString(answer.status())));
        }
        return Archive.results(answer.bytes());
    }
}
