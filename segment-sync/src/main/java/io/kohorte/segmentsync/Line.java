// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.segmentsync.Onlooker.Step.Call;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.spi.WireAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The line to one destination during one execution. Makes one call at a time, each in its place among the account's, and
 * turns whatever a connector throws into an {@link Answer}.
 */
final class Line implements AutoCloseable {

    private final SyncPlan plan;
    private final Account account;
    private final Onlooker onlooker;
    private final Overheard overheard = new Overheard();
    private Destination destination;
    private boolean reopened;

    private Line(SyncPlan plan, Account account, Onlooker onlooker) {
        this.plan = plan;
        this.account = account;
        this.onlooker = onlooker;
        this.destination = destination();
    }

    /** @throws Ended when the account cannot be opened with these settings */
    static Line open(SyncPlan plan, Account account, Onlooker onlooker) {
        return new Line(plan, account, onlooker);
    }

    private Destination destination() {
        try {
            return plan.opening().open(overheard);
        } catch (ConnectorException refused) {
            var problem = refused.problem();
            throw Ended.paused(new RunProblem(problem.code().name(), problem.message(), problem.field(), ""));
        }
    }

    Limits limits() {
        return plan.pace().orElseGet(destination::limits);
    }

    AudienceWriter writer() {
        return destination.audiences();
    }

    /** @param attempt from 1 */
    Answer<RemoteAudience> ensure(Account.Place place, int attempt) {
        return call(Call.ENSURE, attempt, () -> writer().ensure(plan.audience()));
    }

    /** @param attempt from 1 */
    Answer<BatchResult> write(Account.Place place, RemoteAudience audience, Batch batch, int attempt) {
        return call(Call.WRITE, attempt, () -> writer().write(audience, batch));
    }

    Answer<BatchResult> poll(Account.Place place, JobTicket ticket) {
        return call(Call.POLL, 1, () -> writer().poll(ticket));
    }

    private <T> Answer<T> call(Call what, int attempt, Supplier<T> call) {
        try (var request = onlooker.begins(new Onlooker.Step.Request(plan.sync(), what, attempt))) {
            var answer = call(call);
            request.outcome(answer.outcome());
            return answer;
        }
    }

    /** What the destination said last, during the last call, about a row of the batch. */
    Optional<WireAnswer> heard(int row) {
        return overheard.about(row);
    }

    private <T> Answer<T> call(Supplier<T> call) {
        overheard.forget();
        try {
            var value = call.get();
            account.succeeded();
            return new Answer.Given<>(value);
        } catch (ConnectorException failure) {
            var problem = failure.problem();
            var incident = problem.code().kind() == ProblemCode.Kind.BUG ? Incident.of(plan.sync(), failure) : "";
            return new Answer.Failed<>(problem, failure.after(), incident);
        } catch (UnsupportedCapabilityException unsupported) {
            var message = "The connector does not support " + unsupported.capability() + ", which this sync needs.";
            return new Answer.Failed<>(Problem.of(ProblemCode.INVALID_SETTING, message), Duration.ZERO, "");
        } catch (RuntimeException defect) {
            var message = "The connector failed in a way it should not.";
            return new Answer.Failed<>(
                    Problem.of(ProblemCode.UNEXPECTED, message), Duration.ZERO, Incident.of(plan.sync(), defect));
        }
    }

    /** Opens the account anew, so that it asks for fresh credentials. Once: after that they are as fresh as they get. */
    boolean reopen() {
        if (reopened) {
            return false;
        }
        reopened = true;
        destination.close();
        destination = destination();
        return true;
    }

    @Override
    public void close() {
        destination.close();
    }
}
