// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

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
import io.kohorte.spi.SyncMode;
import java.util.List;

/** Fields of records, or members of campaigns, by the options of the audience. */
final class SalesforceAudiences implements AudienceWriter {

    private final SalesforceApi api;
    private final int jobFrom;
    private final Campaigns campaigns;
    private final JobResults results;

    /** @param jobFrom from so many rows on, a batch is a job */
    SalesforceAudiences(SalesforceApi api, int jobFrom) {
        this.api = api;
        this.jobFrom = jobFrom;
        this.results = new JobResults(api);
        this.campaigns = new Campaigns(api);
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = options(spec);
        return new RemoteAudience(spec, options.campaign() ? campaigns.ensure(spec, options) : options.object());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return script(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return script(audience, batch).write();
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        return results.poll(ticket);
    }

    private Script script(RemoteAudience audience, Batch batch) {
        var spec = audience.spec();
        var options = options(spec);
        var script = new Script(api, batch, spec.matchKey(), jobFrom);
        if (options.campaign()) {
            var campaign = options.campaignId().orElse(audience.remoteId());
            new CampaignChanges(api, spec, options, campaign).plan(batch, script);
        } else {
            new FieldChanges(api, spec, options).plan(batch, script);
        }
        return script;
    }

    private static AudienceOptions options(AudienceSpec spec) {
        if (spec.mode() == SyncMode.INSERT) {
            throw setting("Salesforce cannot insert without the risk of doubles: choose upsert.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("Records of the CRM are never deleted from here: choose to clear fields instead.");
        }
        var options = AudienceOptions.of(spec);
        if (options.campaign() && !List.of("Contact", "Lead").contains(options.object())) {
            throw setting("A campaign takes contacts or leads: choose one of these objects.");
        }
        return options;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
