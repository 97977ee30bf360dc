// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.List;

/**
 * Modes that keep an audience write membership of a static segment, and fields on the way; modes that write records touch
 * no segment.
 */
final class MailchimpAudiences implements AudienceWriter {

    private final MailchimpApi api;
    private final Segments segments;
    private final int jobFrom;

    /** @param jobFrom from how many requests about one person on these are a job */
    MailchimpAudiences(MailchimpApi api, int jobFrom) {
        this.api = api;
        this.jobFrom = jobFrom;
        this.segments = new Segments(api);
    }

    static boolean keepsMembers(SyncMode mode) {
        return switch (mode) {
            case MIRROR, ADD, REMOVE -> true;
            case INSERT, UPDATE, UPSERT -> false;
        };
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, keepsMembers(spec.mode()) ? segments.ensure(spec) : api.listId());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return Script.of(api, audience, batch, jobFrom).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return Script.of(api, audience, batch, jobFrom).write(api);
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        return BatchJob.of(ticket).look(api);
    }

    @Override
    public void retire(RemoteAudience audience) {
        if (keepsMembers(audience.spec().mode())) {
            segments.retire(audience.spec(), audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return new Erasure(api).of(subjects);
    }
}
