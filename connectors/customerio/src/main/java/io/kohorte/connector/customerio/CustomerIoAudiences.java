// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.util.List;

/** Audiences as an attribute, as a manual segment, or as fields alone. */
final class CustomerIoAudiences implements AudienceWriter {

    private final CustomerIoApi api;
    private final Segments segments;
    private final Erasure erasure;
    private final String region;

    CustomerIoAudiences(CustomerIoApi api, Settings settings) {
        this.api = api;
        this.segments = new Segments(api);
        this.region = settings.text("defaultRegion", "");
        this.erasure = new Erasure(api, settings.text("erasure", "suppress"), region);
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = AudienceOptions.of(spec);
        return new RemoteAudience(
                spec,
                switch (options.writeTo()) {
                    case SEGMENT -> segments.ensure(spec, options);
                    case ATTRIBUTE -> options.attribute();
                    case FIELDS -> spec.key();
                });
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return delivery(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return delivery(audience, batch).write();
    }

    /** Deletes the segment where we made it; one that was chosen stays, and so do all people. */
    @Override
    public void retire(RemoteAudience audience) {
        var options = AudienceOptions.of(audience.spec());
        if (options.writeTo() == AudienceOptions.WriteTo.SEGMENT
                && options.segmentId().isEmpty()) {
            segments.delete(audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return erasure.erase(subjects);
    }

    private Delivery delivery(RemoteAudience audience, Batch batch) {
        return new Delivery(api, batch, new Changes(api, audience, region, batch));
    }
}
