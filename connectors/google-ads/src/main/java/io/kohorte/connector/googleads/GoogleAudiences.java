// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.connector.googleads.Work.Sweep;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Members of Customer Match lists. Google takes a request ({@code audienceMembers:ingest} or {@code :remove}), and tells
 * later what became of it. The last part of a snapshot is followed, once Google is through with it, by {@code :removeAll}
 * as of the moment before its first part: whoever was not told since then is gone, and the list is never empty meanwhile.
 */
final class GoogleAudiences implements AudienceWriter {

    private final DataManagerApi api;
    private final UserLists lists;
    private final Requests requests;

    GoogleAudiences(DataManagerApi api, UserLists lists, Requests requests) {
        this.api = api;
        this.lists = lists;
        this.requests = requests;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, lists.ensure(possible(spec)));
    }

    @Override
    public void retire(RemoteAudience audience) {
        lists.delete(audience);
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        possible(audience.spec());
        var plan = requests.plan(audience, batch);
        var shown = new ArrayList<>(plan.preview().requests());
        if (!Requests.sweepsOnly(plan)) {
            Requests.sweep(audience, batch)
                    .ifPresent(end -> shown.add(requests.removeAll(end).shown()));
        }
        return new Preview(shown, plan.refused());
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        possible(audience.spec());
        var plan = requests.plan(audience, batch);
        var taken = new ArrayList<String>();
        var result = plan.count(call -> submit(call, taken));
        if (!(result instanceof BatchResult.Counted counted)) {
            return result;
        }
        var swept = Requests.sweepsOnly(plan);
        var sent = batch.size() - counted.heldBack().size();
        var sweep = swept ? Optional.<Sweep>empty() : Requests.sweep(audience, batch);
        return new Work(taken, batch.size(), sent, sweep, swept, 0, 0, counted.heldBack()).pending();
    }

    /** @return counts of what Google is working on now, or outcomes where it refused the request */
    private BatchResult submit(HttpCall call, List<String> taken) {
        var answer = api.attempt(call);
        if (answer.successful()) {
            taken.add(requestId(answer.json().path("requestId").asText()));
            return new BatchResult.Counted(call.rows().size(), 0);
        }
        var refusal = api.refusal(call, answer);
        var error = GoogleError.of(call, answer);
        var bad = error.rows();
        bad.keySet().removeIf(row -> row >= call.rows().size());
        if (refusal.problem().code().kind() != ProblemCode.Kind.POISONED_BATCH) {
            throw refusal;
        }
        if (call.rows().size() == 1) {
            return new BatchResult.Done(List.of(refused(error.reason())));
        }
        if (bad.isEmpty()) {
            throw refusal;
        }
        var outcomes = new ArrayList<Outcome>();
        for (var row = 0; row < call.rows().size(); row++) {
            outcomes.add(
                    bad.containsKey(row)
                            ? refused(bad.get(row))
                            : new Outcome.Retry(
                                    Problem.of(
                                            ProblemCode.BATCH_REFUSED,
                                            "Google refused the request because of other people in it."),
                                    Duration.ZERO));
        }
        return new BatchResult.Done(outcomes);
    }

    private static Outcome refused(String reason) {
        return new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "Google refused this person's data.")
                .vendor(reason));
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        var work = Work.of(ticket);
        var told = new ArrayList<RequestStatus>();
        for (var request : work.requests()) {
            var status = RequestStatus.read(api.expect(api.status(request).build()));
            if (!status.isOver()) {
                return work.pending();
            }
            told.add(status);
        }
        return work.swept() ? swept(work, told.get(0)) : worked(work, told);
    }

    private static BatchResult swept(Work work, RequestStatus status) {
        if (status.state() == RequestStatus.State.SUCCESS) {
            return new BatchResult.Counted(work.sent() - work.refused(), work.refused(), work.heldBack());
        }
        throw new ConnectorException(
                Problem.of(ProblemCode.BATCH_REFUSED, "Google could not remove from the list whoever left."));
    }

    private BatchResult worked(Work work, List<RequestStatus> told) {
        if (told.stream().anyMatch(RequestStatus::stumbled)) {
            return outcomes(
                    work,
                    new Outcome.Retry(
                            Problem.of(ProblemCode.UNAVAILABLE, "Google stumbled over a request it had taken.")
                                    .vendor("INTERNAL_ERROR"),
                            Duration.ZERO));
        }
        if (told.stream().allMatch(status -> status.state() == RequestStatus.State.FAILED)) {
            return failed(work, told.get(0));
        }
        var refused = Math.min(
                work.sent(), told.stream().mapToLong(RequestStatus::failed).sum());
        if (work.sweep().isPresent()) {
            var answer = api.expect(requests.removeAll(work.sweep().get()));
            return work.sweeping(requestId(answer.path("requestId").asText()), refused)
                    .pending();
        }
        return new BatchResult.Counted(work.sent() - refused, refused, work.heldBack());
    }

    /** Where all failed for one reason, the reason of each is known. */
    private static BatchResult failed(Work work, RequestStatus status) {
        if (status.failures().size() > 1) {
            return new BatchResult.Counted(0, work.sent(), work.heldBack());
        }
        var reason = status.failures().keySet().iterator().next();
        return switch (reason) {
            case "NO_CONSENT" ->
                throw new ConnectorException(Problem.of(
                                ProblemCode.NOT_PERMITTED,
                                "The advertiser has not agreed in Google Ads that data goes to its ad services.")
                        .vendor(reason));
            case "DENIED_CONSENT", "UNKNOWN_CONSENT" -> outcomes(work, new Outcome.Skipped(SkipReason.NO_CONSENT));
            default -> outcomes(work, refused(reason));
        };
    }

    /** The same for everybody who was sent. */
    private static BatchResult outcomes(Work work, Outcome outcome) {
        var outcomes = new Outcome[work.rows()];
        Arrays.fill(outcomes, outcome);
        work.heldBack().forEach(row -> outcomes[row.row()] = row.outcome());
        return new BatchResult.Done(List.of(outcomes));
    }

    private static String requestId(String id) {
        if (id.isBlank() || id.contains(" ")) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.BAD_RESPONSE, "Google answered without the id of the request."));
        }
        return id;
    }

    private static AudienceSpec possible(AudienceSpec spec) {
        if (spec.mode() == SyncMode.UPDATE) {
            throw setting("Google cannot tell who is in a list already: choose mirror, add or upsert.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS
                || spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("Google keeps no fields and deletes nobody: choose to remove people from the list.");
        }
        return spec;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
