// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.util.List;

/** Static lists of contacts, or properties of contacts, by the options of the audience. */
final class HubspotAudiences implements AudienceWriter {

    private final HubspotApi api;
    private final StaticLists lists;
    private final Erasure erasure;

    HubspotAudiences(HubspotApi api, Settings settings) {
        this.api = api;
        lists = new StaticLists(api);
        erasure = new Erasure(api, settings.text("contactIdNamespace", Erasure.CONTACT_ID));
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = AudienceOptions.of(spec);
        return new RemoteAudience(spec, options.list() ? lists.ensure(spec, options) : spec.key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return new MemberChanges(api, audience).script(batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return new MemberChanges(api, audience).script(batch).write(api);
    }

    /** A list that somebody chose is theirs, and contacts stay in any case. */
    @Override
    public void retire(RemoteAudience audience) {
        var options = AudienceOptions.of(audience.spec());
        if (options.list() && options.listId().isEmpty()) {
            lists.delete(audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return erasure.erase(subjects);
    }
}
