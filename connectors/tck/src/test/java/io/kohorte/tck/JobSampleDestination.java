// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** An account of a vendor that works by jobs: a batch starts one, which tells of each row when it is done. */
final class JobSampleDestination implements Destination, AudienceWriter, FeedbackReader {

    private final JobFlaw flaw;
    private final Settings settings;
    private final SafeHttp http;
    private final Set<String> started = ConcurrentHashMap.newKeySet();

    JobSampleDestination(JobFlaw flaw, Settings settings, ConnectorContext context) {
        this.flaw = flaw;
        this.settings = settings;
        http = new SafeHttp(
                context, HttpBounds.STANDARD.withCall(Duration.ofMillis(settings.number("patience", 30_000))));
    }

    void probe() {
        expect(get("/account"));
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, spec.key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        SampleDestination.onlyRemoves(audience.spec());
        var staying = SampleDestination.stayPut(audience.spec(), batch);
        return staying.isEmpty()
                ? new Preview(
                        nothingToTell(batch) ? List.of() : List.of(job(batch).shown()), List.of())
                : new Preview(List.of(), staying);
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var staying = SampleDestination.stayPut(audience.spec(), batch);
        if (nothingToTell(batch) || !staying.isEmpty()) {
            return new BatchResult.Done(
                    staying.stream().map(Preview.Refusal::outcome).toList());
        }
        var call = job(batch);
        var answer = http.send(call);
        if (!answer.successful()) {
            return new BatchResult.Done(List.of(ErrorTable.STANDARD.refusedRow(call, answer)));
        }
        var id = answer.json().path("id");
        if (!id.isTextual()) {
            throw new ConnectorException(Problem.of(ProblemCode.BAD_RESPONSE, "A job without an id."));
        }
        started.add(id.asText());
        var memo = flaw == JobFlaw.PUTS_PEOPLE_INTO_TICKETS
                ? batch.changes().get(0).subject().identifiers()
                : Map.<String, String>of();
        return new BatchResult.Pending(new JobTicket(id.asText(), batch.size(), memo), Duration.ofSeconds(5));
    }

    private boolean nothingToTell(Batch batch) {
        return flaw == JobFlaw.SENDS_NOTHING_FOR_NOBODY && batch.size() == 0;
    }

    private HttpCall job(Batch batch) {
        if (batch.changes().stream().anyMatch(change -> change.change() == MemberChange.Kind.UPDATE)) {
            throw new UnsupportedCapabilityException(Capability.UPSERT_FIELDS);
        }
        var body = Json.mapper().createObjectNode().put("key", batch.key());
        batch.snapshot().ifPresent(snapshot -> body.put("snapshot", snapshot.key()));
        if (batch.snapshot().isPresent() && flaw != JobFlaw.NEVER_ENDS_A_SNAPSHOT) {
            body.put("last", batch.snapshot().get().last());
        }
        if (flaw == JobFlaw.SENDS_SOMETHING_ELSE_THAN_WAS_REVIEWED) {
            body.put("subscribe", true);
        }
        var people = body.putArray("people");
        batch.changes().forEach(change -> people.addObject()
                .put("change", change.change().name())
                .put("email", change.subject().identifier("email").orElseThrow()));
        return http.post(settings.text("url") + "/jobs")
                .secret("X-Key", new Secret(settings.text("apiKey")))
                .json(body)
                .rows(IntStream.range(0, batch.size()).boxed().toList())
                .idempotent()
                .build();
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        var unknownHere = flaw == JobFlaw.REMEMBERS_JOBS_IN_MEMORY && !started.contains(ticket.jobId());
        var answer = http.send(get("/jobs/" + ticket.jobId()));
        if (unknownHere || (answer.status() == 404 && flaw == JobFlaw.TAKES_A_LOST_JOB_FOR_DONE)) {
            return accepted(ticket);
        }
        if (answer.status() == 404) {
            throw new ConnectorException(Problem.of(ProblemCode.NOT_FOUND, "The vendor does not know this job."));
        }
        var job = successful(get("/jobs"), answer);
        return switch (job.path("state").asText()) {
            case "running" ->
                flaw == JobFlaw.GIVES_UP_WAITING
                        ? accepted(ticket)
                        : new BatchResult.Pending(ticket, Duration.ofSeconds(5));
            case "failed" -> {
                if (flaw == JobFlaw.TAKES_A_FAILED_JOB_FOR_DONE) {
                    yield accepted(ticket);
                }
                throw new ConnectorException(Problem.of(ProblemCode.BATCH_REFUSED, "The job failed."));
            }
            case "done" -> new BatchResult.Done(outcomes(job.path("results"), ticket.rows()));
            default -> throw new ConnectorException(Problem.of(ProblemCode.BAD_RESPONSE, "A job without a state."));
        };
    }

    private static BatchResult accepted(JobTicket ticket) {
        return new BatchResult.Done(Collections.nCopies(ticket.rows(), new Outcome.Accepted("")));
    }

    private static List<Outcome> outcomes(JsonNode results, int rows) {
        if (results.size() != rows) {
            throw new ConnectorException(Problem.of(ProblemCode.BAD_RESPONSE, "Results for other rows."));
        }
        var outcomes = new ArrayList<Outcome>();
        results.forEach(result -> outcomes.add(
                switch (result.asText()) {
                    case "ok" -> new Outcome.Accepted("");
                    case "busy" ->
                        new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, "Not this time."), Duration.ZERO);
                    default -> new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "The vendor refused it."));
                }));
        return outcomes;
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        var answer = http.send(get("/campaigns"));
        if (flaw == JobFlaw.TAKES_A_PAGE_FOR_NO_FIGURES) {
            return new CampaignPage(List.of(), from, false);
        }
        var clicks = successful(get("/campaigns"), answer).path("clicks").decimalValue();
        var day = flaw == JobFlaw.TELLS_OF_OTHER_DAYS ? first.minusDays(1) : first;
        return new CampaignPage(
                List.of(new CampaignFigures("c-1", "Winter", day, Map.of("clicks", clicks.max(BigDecimal.ZERO)), "")),
                from,
                false);
    }

    private HttpCall get(String path) {
        return http.get(settings.text("url") + path)
                .secret("X-Key", new Secret(settings.text("apiKey")))
                .idempotent()
                .build();
    }

    private JsonNode expect(HttpCall call) {
        return successful(call, http.send(call));
    }

    private static JsonNode successful(HttpCall call, HttpAnswer answer) {
        if (!answer.successful()) {
            throw ErrorTable.STANDARD.refusal(call, answer);
        }
        return answer.json();
    }

    @Override
    public Limits limits() {
        return new JobSampleConnector(flaw).descriptor().limits();
    }

    @Override
    public AudienceWriter audiences() {
        return this;
    }

    @Override
    public FeedbackReader feedback() {
        return this;
    }

    @Override
    public void close() {
        http.close();
    }
}
