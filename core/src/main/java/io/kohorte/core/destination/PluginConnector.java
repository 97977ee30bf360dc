// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.time.LocalDate;
import java.util.List;

/** A connector from a jar of its own: every call runs with that jar's class loader as the thread's. */
record PluginConnector(ConnectorFactory factory, ContextLoader loader) implements ConnectorFactory {

    @Override
    public ConnectorDescriptor descriptor() {
        return loader.call(factory::descriptor);
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        return loader.call(() -> factory.check(settings, context));
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new Account(loader.call(() -> factory.open(settings, context)), loader);
    }

    private record Account(Destination inner, ContextLoader loader) implements Destination {

        @Override
        public Limits limits() {
            return loader.call(inner::limits);
        }

        @Override
        public AudienceWriter audiences() {
            return new Writer(loader.call(inner::audiences), loader);
        }

        @Override
        public FeedbackReader feedback() {
            return new Reader(loader.call(inner::feedback), loader);
        }

        @Override
        public void close() {
            loader.run(inner::close);
        }
    }

    private record Writer(AudienceWriter inner, ContextLoader loader) implements AudienceWriter {

        @Override
        public RemoteAudience ensure(AudienceSpec spec) {
            return loader.call(() -> inner.ensure(spec));
        }

        @Override
        public Preview preview(RemoteAudience audience, Batch batch) {
            return loader.call(() -> inner.preview(audience, batch));
        }

        @Override
        public BatchResult write(RemoteAudience audience, Batch batch) {
            return loader.call(() -> inner.write(audience, batch));
        }

        @Override
        public BatchResult poll(JobTicket ticket) {
            return loader.call(() -> inner.poll(ticket));
        }

        @Override
        public void retire(RemoteAudience audience) {
            loader.run(() -> inner.retire(audience));
        }

        @Override
        public BatchResult erase(List<SubjectKeys> subjects) {
            return loader.call(() -> inner.erase(subjects));
        }
    }

    private record Reader(FeedbackReader inner, ContextLoader loader) implements FeedbackReader {

        @Override
        public FeedbackPage read(Cursor from, int limit) {
            return loader.call(() -> inner.read(from, limit));
        }

        @Override
        public List<Conversion> receive(InboundCall call) {
            return loader.call(() -> inner.receive(call));
        }

        @Override
        public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
            return loader.call(() -> inner.campaigns(first, last, from));
        }
    }
}
