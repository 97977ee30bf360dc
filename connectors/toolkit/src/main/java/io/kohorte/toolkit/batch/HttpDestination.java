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
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.http.StatusTable;
import java.util.List;

/**
 * A vendor that takes people in requests and says in its answers what became of them. Say which calls carry which rows,
 * and read the answers; a preview then shows what is sent. Kinds of change that the descriptor does not claim are
 * refused here. Override {@code poll}, {@code retire}, {@code erase}, {@code read}, {@code receive} or {@code campaigns}
 * for what you claim beyond that.
 */
public abstract class HttpDestination implements Destination, AudienceWriter, FeedbackReader {

    protected final Settings settings;
    protected final SafeHttp http;

    private final ConnectorDescriptor descriptor;
    private final StatusTable statuses;

    /**
     * @param statuses what this vendor means by a status
     * @param settings where {@code timeoutSeconds} is the longest duration of a call, 30 unless it is set
     */
    protected HttpDestination(
            ConnectorDescriptor descriptor, StatusTable statuses, Settings settings, ConnectorContext context) {
        this.descriptor = descriptor;
        this.statuses = statuses;
        this.settings = settings;
        http = new SafeHttp(context, HttpBounds.of(settings, 30));
    }

    /** The lightest call that fails where the settings are wrong: {@link #ask} for it. */
    protected abstract void probe();

    /** Which calls carry which rows. For {@link Batch}es of the claimed kinds of change only; sends nothing. */
    protected abstract Plan plan(RemoteAudience audience, Batch batch);

    /** What a successful answer says: one outcome per row of the call, in their order. A 2xx alone is no success. */
    protected abstract List<Outcome> outcomes(Reply reply);

    /**
     * What an answer without success says: nothing of any row, unless the call carried a single one. Override it for a
     * vendor whose error body says more.
     *
     * @throws ConnectorException where the refusal is about the request as a whole
     */
    protected List<Outcome> refusals(Reply reply) {
        return List.of(statuses.refusedRow(reply.call(), reply.answer()));
    }

    /**
     * Sends a call that carries no rows.
     *
     * @throws ConnectorException unless it succeeds
     */
    protected final HttpAnswer ask(HttpCall.Builder question) {
        var call = question.build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw statuses.refusal(call, answer);
        }
        return answer;
    }

    /**
     * {@link #probe Probes} the account and closes.
     *
     * @param address JSON Pointer of the setting to look at when nobody sensible answers
     * @param credentials JSON Pointer of the setting to look at when the vendor does not let us in
     */
    public final List<SettingProblem> check(String address, String credentials) {
        try {
            probe();
            return List.of();
        } catch (ConnectorException refusal) {
            var problem = refusal.problem();
            return List.of(new SettingProblem(toMend(problem, address, credentials), problem));
        } finally {
            close();
        }
    }

    private static String toMend(Problem problem, String address, String credentials) {
        return switch (problem.code()) {
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
        return planned(audience, batch).write(call -> {
            var reply = Reply.of(call, http.send(call), batch);
            return reply.answer().successful() ? outcomes(reply) : refusals(reply);
        });
    }

    private Plan planned(RemoteAudience audience, Batch batch) {
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
