// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.stream.IntStream;

/** Audiences as lists, or as properties of profiles alone. */
final class KlaviyoAudiences implements AudienceWriter {

    private final KlaviyoApi api;
    private final Lists lists;
    private final Delivery.Delivering manner;

    KlaviyoAudiences(KlaviyoApi api, Settings settings) {
        this.api = api;
        this.lists = new Lists(api);
        this.manner = new Delivery.Delivering(settings.text("defaultRegion", ""), settings.number("bulkFrom", 50));
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = AudienceOptions.of(spec);
        return new RemoteAudience(spec, options.onList() ? lists.ensure(spec, options) : spec.key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return new Delivery(api, manner, audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return new Delivery(api, manner, audience, batch).write();
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        var progress = Tickets.progress(ticket);
        var jobs = new ImportJobs(api);
        progress.jobs().forEach(job -> jobs.look(job, progress));
        return progress.result();
    }

    /** Deletes the list where we made it; one that was chosen stays, and so do all profiles. */
    @Override
    public void retire(RemoteAudience audience) {
        var options = AudienceOptions.of(audience.spec());
        if (options.onList() && options.listId().isEmpty()) {
            lists.delete(audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        var progress = new Progress(subjects.size(), 0);
        var lookup = new Lookup(api);
        progress.run(IntStream.range(0, subjects.size())
                .<Step>mapToObj(row -> new EraseStep(api, lookup, row, subjects.get(row), manner.region()))
                .toList());
        return progress.result();
    }
}
