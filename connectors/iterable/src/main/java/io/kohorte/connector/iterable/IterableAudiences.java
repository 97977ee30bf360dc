// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.List;

/** Static lists of users. */
final class IterableAudiences implements AudienceWriter {

    private final IterableApi api;
    private final Lists lists;
    private final Project project;
    private final DataFields fields;
    private final Erasure erasure;

    IterableAudiences(IterableApi api, Lists lists, Settings settings) {
        this.api = api;
        this.lists = lists;
        project = Project.of(settings);
        fields = new DataFields(Normaliser.phone(settings.text("defaultRegion", "")));
        erasure = new Erasure(api, project, settings.text("userIdNamespace", "user_id"));
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        project.check(spec);
        return new RemoteAudience(spec, lists.ensure(spec));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return changes(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return changes(audience, batch).write();
    }

    /** A list that somebody chose is theirs, and users stay in any case. */
    @Override
    public void retire(RemoteAudience audience) {
        if (audience.spec().options().optionalText("listId").isEmpty()) {
            lists.delete(audience.remoteId());
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return erasure.erase(subjects);
    }

    private MemberChanges changes(RemoteAudience audience, Batch batch) {
        project.check(audience.spec());
        return new MemberChanges(api, project, fields, audience, batch);
    }
}
