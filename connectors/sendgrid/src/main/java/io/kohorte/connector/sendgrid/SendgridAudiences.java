// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.List;

/** Modes that keep an audience write membership of a list; mode upsert writes contacts only. */
final class SendgridAudiences implements AudienceWriter {

    /** What stands for the list where there is none: contacts are known to the whole account. */
    private static final String CONTACTS = "contacts";

    private final SendgridApi api;
    private final Lists lists;
    private final String defaultRegion;

    SendgridAudiences(SendgridApi api, String defaultRegion) {
        this.api = api;
        this.lists = new Lists(api);
        this.defaultRegion = defaultRegion;
    }

    static boolean keepsMembers(AudienceSpec spec) {
        return spec.mode() != SyncMode.UPSERT;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        assertPossible(spec);
        return new RemoteAudience(spec, keepsMembers(spec) ? lists.ensure(spec) : CONTACTS);
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        assertPossible(audience.spec());
        return Delivery.of(api, audience, batch, defaultRegion).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        assertPossible(audience.spec());
        return Delivery.of(api, audience, batch, defaultRegion).write();
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        return Jobs.of(ticket).look(api, ticket);
    }

    @Override
    public void retire(RemoteAudience audience) {
        if (keepsMembers(audience.spec())) {
            lists.retire(audience.spec(), audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return new Erasure(api, defaultRegion).of(subjects);
    }

    private static void assertPossible(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT || spec.mode() == SyncMode.UPDATE) {
            throw setting("SendGrid creates and changes contacts with one and the same request: choose upsert.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            throw setting("SendGrid cannot empty numbers and dates: choose another way to leave.");
        }
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
