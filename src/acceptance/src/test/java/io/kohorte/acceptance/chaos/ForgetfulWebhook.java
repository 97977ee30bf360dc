// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.connector.webhook.WebhookConnector;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The webhook for a receiver that remembers no message: what arrives twice counts twice. Comes to the application as
 * somebody's jar in the plug-in folder.
 */
public final class ForgetfulWebhook implements ConnectorFactory {

    static final String ID = "forgetful-webhook";

    /** Failures behind which the receiver may have done the work. */
    private static final Set<ProblemCode> NO_ANSWER = EnumSet.of(ProblemCode.TIMEOUT, ProblemCode.UNAVAILABLE);

    private final ConnectorFactory webhook = new WebhookConnector();

    /** Packs this connector the way its author would ship it. */
    static void packInto(Path plugins) throws IOException {
        PluginJar.write(
                plugins.resolve(ID + ".jar"), ForgetfulWebhook.class, Account.class, Writer.class, Claims.class);
    }

    @Override
    public ConnectorDescriptor descriptor() {
        return Claims.of(
                webhook.descriptor(), ID, "Forgetful webhook", Capability.IDEMPOTENT, Capability.FEEDBACK_PUSH);
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        return webhook.check(settings, context);
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new Account(webhook.open(settings, context));
    }

    private record Account(Destination inner) implements Destination {

        @Override
        public Limits limits() {
            return inner.limits();
        }

        @Override
        public AudienceWriter audiences() {
            return new Writer(inner.audiences());
        }

        @Override
        public FeedbackReader feedback() {
            throw new io.kohorte.spi.UnsupportedCapabilityException(Capability.FEEDBACK_PUSH);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private record Writer(AudienceWriter inner) implements AudienceWriter {

        @Override
        public RemoteAudience ensure(AudienceSpec spec) {
            return inner.ensure(spec);
        }

        @Override
        public Preview preview(RemoteAudience audience, Batch batch) {
            return inner.preview(audience, batch);
        }

        @Override
        public BatchResult write(RemoteAudience audience, Batch batch) {
            try {
                return inner.write(audience, batch);
            } catch (ConnectorException failure) {
                throw NO_ANSWER.contains(failure.problem().code())
                        ? new ConnectorException(
                                Problem.of(
                                        ProblemCode.MAYBE_APPLIED,
                                        failure.problem().message()),
                                failure.after())
                        : failure;
            }
        }

        @Override
        public BatchResult poll(JobTicket ticket) {
            return inner.poll(ticket);
        }

        @Override
        public void retire(RemoteAudience audience) {
            inner.retire(audience);
        }

        @Override
        public BatchResult erase(List<SubjectKeys> subjects) {
            return inner.erase(subjects);
        }
    }
}
