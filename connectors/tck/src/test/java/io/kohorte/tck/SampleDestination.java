// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.TokenSource;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** An account of the sample vendor: one call a batch, one result a row. */
final class SampleDestination implements Destination, AudienceWriter, FeedbackReader {

    private final Flaw flaw;
    private final Settings settings;
    private final Clock clock;
    private final SafeHttp http;
    private final TokenSource tokens;
    private final AtomicBoolean inUse = new AtomicBoolean();

    SampleDestination(Flaw flaw, Settings settings, ConnectorContext context) {
        this.flaw = flaw;
        this.settings = settings;
        this.clock = context.clock();
        var lent = flaw == Flaw.CALLS_PRIVATE_ADDRESSES ? new Surroundings(true) : context;
        http = new SafeHttp(lent, HttpBounds.STANDARD.withCall(Duration.ofMillis(settings.number("patience", 30_000))));
        tokens = new TokenSource(
                http,
                context,
                new ClientCredentials(
                        url("/token"),
                        settings.text("clientId"),
                        new Secret(settings.text("clientSecret")),
                        ClientCredentials.Style.BASIC,
                        Map.of()));
    }

    private String url(String path) {
        return settings.text("url") + path;
    }

    void probe() {
        tokens.current();
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        var preview = plan(audience.spec(), batch, "").preview();
        if (flaw != Flaw.SHOWS_A_SECRET_IN_THE_PREVIEW) {
            return preview;
        }
        var request = preview.requests().get(0);
        var headers = Map.of("x-client", settings.text("clientSecret"));
        return new Preview(
                List.of(new WireRequest(request.method(), request.url(), headers, request.body(), request.rows())),
                preview.refused());
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var more = flaw == Flaw.SENDS_MORE_THAN_IT_SHOWS ? "extra" : "";
        var done = plan(audience.spec(), batch, more).write(call -> read(call, send(call), batch));
        var outcomes = new ArrayList<>(done.outcomes());
        if (flaw == Flaw.DROPS_AN_OUTCOME) {
            outcomes.remove(outcomes.size() - 1);
        }
        if (flaw == Flaw.REORDERS_OUTCOMES) {
            Collections.reverse(outcomes);
        }
        return new BatchResult.Done(outcomes);
    }

    private Plan plan(AudienceSpec spec, Batch batch, String more) {
        if (flaw != Flaw.REMOVES_WHOM_IT_SHALL_DELETE) {
            onlyRemoves(spec);
        }
        batch.changes().forEach(change -> {
            if (change.change() == MemberChange.Kind.UPDATE && flaw != Flaw.CLAIMS_FIELDS_AND_KNOWS_NONE) {
                throw new UnsupportedCapabilityException(Capability.UPSERT_FIELDS);
            }
        });
        if (flaw == Flaw.TELLS_NOBODY_WHERE_ALL_ARE_REMOVED && spec.mode() == SyncMode.REMOVE) {
            return new Plan(batch.size(), List.of(), everybody(batch));
        }
        var refused = flaw == Flaw.TELLS_OF_WHO_LEAVES_FOR_NOTHING ? List.<Preview.Refusal>of() : stayPut(spec, batch);
        if (refused.size() == batch.size()) {
            return new Plan(batch.size(), List.of(), refused);
        }
        var body = Json.mapper().createObjectNode().put("key", batch.key());
        if (flaw == Flaw.SENDS_THE_TIME_IN_THE_BODY) {
            body.put("sentAt", clock.instant().toString());
        }
        var people = body.putArray("people");
        batch.changes().forEach(change -> {
            var person = people.addObject()
                    .put("email", change.subject().identifier("email").orElseThrow())
                    .put("in", change.change() == MemberChange.Kind.ADD);
            if (flaw == Flaw.WRITES_FIELDS_OF_WHO_LEAVES) {
                change.fields().forEach((name, value) -> person.set(name, Json.node(value)));
            }
        });
        var call = http.post(url("/people" + more))
                .json(body)
                .rows(IntStream.range(0, batch.size()).boxed().toList())
                .idempotent();
        return new Plan(batch.size(), List.of(tokens.authorise(call).build()), List.of());
    }

    static void onlyRemoves(AudienceSpec spec) {
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, "Nobody is deleted here."));
        }
    }

    /** All who leave, where leaving means nothing: batches of this vendor's tests are of one kind. */
    static List<Preview.Refusal> stayPut(AudienceSpec spec, Batch batch) {
        return everybody(batch).stream()
                .filter(refusal -> spec.deleteBehaviour() == DeleteBehaviour.NOTHING
                        && batch.changes().get(refusal.row()).change() == MemberChange.Kind.REMOVE)
                .toList();
    }

    private static List<Preview.Refusal> everybody(Batch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(row -> new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)))
                .toList();
    }

    private HttpAnswer send(HttpCall call) {
        if (flaw == Flaw.SHARES_STATE_BETWEEN_CALLS && inUse.getAndSet(true)) {
            throw new IllegalStateException("one at a time");
        }
        var answer = answer(call);
        inUse.set(false);
        if (flaw == Flaw.TRIES_AGAIN_BY_ITSELF && answer.status() == 503) {
            return tokens.send(call);
        }
        if (flaw == Flaw.FOLLOWS_REDIRECTS && answer.status() == 307) {
            return tokens.send(
                    tokens.authorise(http.post(answer.header("location").orElseThrow()))
                            .build());
        }
        return answer;
    }

    private HttpAnswer answer(HttpCall call) {
        try {
            return tokens.send(call);
        } catch (ConnectorException lost) {
            if (flaw == Flaw.DENIES_A_LOST_ANSWER) {
                throw new ConnectorException(Problem.of(ProblemCode.CONNECTION, "No connection."));
            }
            throw lost;
        }
    }

    private List<Outcome> read(HttpCall call, HttpAnswer answer, Batch batch) {
        if (!answer.successful()) {
            return List.of(refused(call, answer));
        }
        var credulous = flaw == Flaw.TAKES_ANY_ANSWER_FOR_SUCCESS && answer.hasBody();
        if (credulous || (!answer.hasBody() && flaw == Flaw.TAKES_SILENCE_FOR_SUCCESS)) {
            return Collections.nCopies(batch.size(), new Outcome.Accepted(""));
        }
        var results = answer.json();
        if (results.size() != batch.size()) {
            throw answer.badResponse("with results for other rows");
        }
        return IntStream.range(0, batch.size())
                .mapToObj(row ->
                        outcome(results.get(row).asText(), batch.changes().get(row)))
                .toList();
    }

    private Outcome refused(HttpCall call, HttpAnswer answer) {
        switch (flaw) {
            case CALLS_EVERY_FAULT_UNEXPECTED ->
                throw new ConnectorException(Problem.of(ProblemCode.UNEXPECTED, "Something went wrong."));
            case FORGETS_HOW_LONG_TO_WAIT -> throw new ConnectorException(ErrorTable.STANDARD.problem(call, answer));
            case THROWS_WHAT_IT_LIKES -> throw new IllegalStateException("HTTP " + answer.status());
            case PUTS_A_SECRET_IN_AN_EXCEPTION ->
                throw new ConnectorException(Problem.of(
                        ErrorTable.STANDARD.code(answer.status()), "Refused for " + settings.text("clientSecret")));
            default -> {
                return ErrorTable.STANDARD.refusedRow(call, answer);
            }
        }
    }

    private Outcome outcome(String result, MemberChange change) {
        if (result.equals("ok")) {
            return new Outcome.Accepted("");
        }
        if (result.equals("busy")) {
            return new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, "Busy."), Duration.ZERO);
        }
        var passesOn = flaw == Flaw.PASSES_ON_WHAT_THE_VENDOR_QUOTES;
        return new Outcome.Rejected(
                Problem.of(ProblemCode.FIELD_INVALID, passesOn ? result : VendorText.clean(result, change)));
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, spec.key());
    }

    @Override
    public void retire(RemoteAudience audience) {
        if (flaw != Flaw.RETIRES_WITHOUT_A_WORD) {
            throw new UnsupportedCapabilityException(Capability.DELETE_AUDIENCE);
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        if (flaw == Flaw.CLAIMS_TO_ERASE_AND_DOES_NOTHING) {
            return new BatchResult.Done(Collections.nCopies(subjects.size(), new Outcome.Accepted("")));
        }
        throw new UnsupportedCapabilityException(Capability.ERASE);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        return new SamplePages(flaw, this::readPage).read(from);
    }

    private HttpAnswer readPage(int after) {
        var call =
                tokens.authorise(http.get(url("/conversions?after=" + after))).build();
        var answer = tokens.send(call);
        if (!answer.successful()) {
            throw ErrorTable.STANDARD.refusal(call, answer);
        }
        return answer;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        var genuine = SampleSignature.of(call.body(), call.receivedAt())
                .equals(call.header("x-signature").orElse(""));
        if (!genuine && flaw != Flaw.BELIEVES_FORGED_CALLS) {
            throw new ConnectorException(Problem.of(ProblemCode.CREDENTIALS_REJECTED, "The signature is wrong."));
        }
        var subject = new SubjectKeys("1", Map.of());
        return List.of(new Conversion("c-1", subject, "purchase", call.receivedAt(), BigDecimal.ZERO, ""));
    }

    @Override
    public Limits limits() {
        return new SampleConnector(flaw).descriptor().limits();
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
