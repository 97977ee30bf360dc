// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A vendor that takes people in requests and says in its answers what became of them. Say which calls carry which rows,
 * and read the answers; a preview then shows what is sent. Kinds of change that the descriptor does not claim, and
 * meanings of leaving that you do not name, are refused here. Override {@code erasure}, {@code poll}, {@code retire}, {@code read}, {@code receive} or {@code campaigns}
 * for what you claim beyond that.
 */
public abstract class HttpDestination implements Destination, AudienceWriter, FeedbackReader {

    protected final Settings settings;
    protected final SafeHttp http;

    private final ConnectorDescriptor descriptor;
    private final ErrorTable errors;

    /**
     * @param errors what this vendor's refusals mean
     * @param settings where {@code timeoutSeconds} is the longest duration of a call, 30 unless it is set
     */
    protected HttpDestination(
            ConnectorDescriptor descriptor, ErrorTable errors, Settings settings, ConnectorContext context) {
        this.descriptor = descriptor;
        this.errors = errors;
        this.settings = settings;
        http = new SafeHttp(context, HttpBounds.of(settings, 30));
    }

    /** The lightest call that fails where the settings are wrong: {@link #ask} for it. */
    protected abstract void probe();

    /** Which calls carry which rows. For {@link Batch}es of the claimed kinds of change only; sends nothing. */
    protected abstract Plan plan(RemoteAudience audience, Batch batch);

    /** What a successful answer says: one outcome per row of the call, in their order. A 2xx alone is no success. */
    protected abstract List<Outcome> outcomes(Reply reply);

    /** What leaving may mean; a sync that means something else is refused. Override it if you clear fields or delete people. */
    protected Set<DeleteBehaviour> leavingMeans() {
        return Set.of(DeleteBehaviour.NOTHING, DeleteBehaviour.REMOVE_FROM_AUDIENCE);
    }

    /**
     * What an answer without success says by the table of errors: nothing of any row, unless the call carried a single one.
     * Override it for a vendor whose error body names rows.
     *
     * @throws ConnectorException where the refusal is about the request as a whole
     */
    protected List<Outcome> refusals(Reply reply) {
        return List.of(
                errors.refusedRow(reply.call(), reply.answer(), reply.changes().get(0)));
    }

    /**
     * Sends a call that carries no rows.
     *
     * @throws ConnectorException unless it succeeds; without rows to blame, a {@code BATCH_REFUSED} is about a setting
     */
    protected final HttpAnswer ask(HttpCall.Builder question) {
        var call = question.build();
        var answer = http.send(call);
        if (answer.successful()) {
            return answer;
        }
        var refusal = errors.refusal(call, answer);
        var problem = refusal.problem();
        throw problem.code() == ProblemCode.BATCH_REFUSED
                ? new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, problem.message())
                        .vendor(problem.vendorCode()))
                : refusal;
    }

    /**
     * {@link #probe Probes} the account and closes.
     *
     * @param address JSON Pointer of the setting to look at when nobody sensible answers
     * @param credentials JSON Pointer of the setting to look at when the vendor does not let us in
     */
    public final List<SettingProblem> check(String address, String credentials) {
        return check(address, credentials, address);
    }

    /**
     * As {@link #check(String, String)}, for a probe of something that a setting names.
     *
     * @param probed JSON Pointer of the setting to look at when the vendor has no such thing
     */
    public final List<SettingProblem> check(String address, String credentials, String probed) {
        try {
            probe();
            return List.of();
        } catch (ConnectorException refusal) {
            var problem = refusal.problem();
            return List.of(new SettingProblem(toMend(problem.code(), address, credentials, probed), problem));
        } finally {
            close();
        }
    }

    private static String toMend(ProblemCode code, String address, String credentials, String probed) {
        return switch (code) {
            case AUDIENCE_GONE -> probed;
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> credentials;
            case RATE_LIMITED, QUOTA_SPENT, LIMIT_REACHED -> "";
            default -> address;
        };
    }

    /** For a vendor that has no id of its own for an audience, or is told it in the options. */
    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, spec.key());
    }

    @Override
    public final Preview preview(RemoteAudience audience, Batch batch) {
        return planned(audience, batch).preview();
    }

    @Override
    public final BatchResult write(RemoteAudience audience, Batch batch) {
        return sent(planned(audience, batch), batch);
    }

    /** Which calls erase whom. Each person comes as a {@code REMOVE} without fields. Override it if you claim {@code ERASE}. */
    protected Plan erasure(Batch people) {
        throw new UnsupportedCapabilityException(Capability.ERASE);
    }

    /** Sends what {@link #erasure} plans. */
    @Override
    public final BatchResult erase(List<SubjectKeys> subjects) {
        var removals = subjects.stream()
                .map(who -> new MemberChange(MemberChange.Kind.REMOVE, who, Map.of(), Consent.NEVER_ASKED))
                .toList();
        var people = new Batch("erasure", Instant.EPOCH, removals);
        return sent(erasure(people), people);
    }

    private BatchResult sent(Plan plan, Batch batch) {
        return plan.write(call -> {
            var reply = Reply.of(call, http.send(call), batch);
            return reply.answer().successful() ? outcomes(reply) : refusals(reply);
        });
    }

    private Plan planned(RemoteAudience audience, Batch batch) {
        if (!leavingMeans().contains(audience.spec().deleteBehaviour())) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.INVALID_SETTING,
                    "Leaving cannot mean that here: choose to remove people from the audience, or nothing."));
        }
        for (var change : batch.changes()) {
            var needed =
                    switch (change.change()) {
                        case ADD -> Capability.ADD;
                        case UPDATE -> Capability.UPSERT_FIELDS;
                        case REMOVE -> Capability.REMOVE;
                    };
            if (!descriptor.can(needed)) {
                throw new UnsupportedCapabilityException(needed);
            }
        }
        return plan(audience, batch);
    }

    /** Those of the descriptor, unless the account has narrower ones. */
    @Override
    public Limits limits() {
        return descriptor.limits();
    }

    @Override
    public final AudienceWriter audiences() {
        return this;
    }

    @Override
    public final FeedbackReader feedback() {
        return this;
    }

    @Override
    public void close() {
        http.close();
    }
}
