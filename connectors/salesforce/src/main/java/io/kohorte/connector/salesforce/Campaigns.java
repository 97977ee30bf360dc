// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;

/** Finds the campaign of an audience, or creates it. */
final class Campaigns {

    /** Length of the field Campaign.Name. */
    private static final int NAME_LENGTH = 80;

    private final SalesforceApi api;

    Campaigns(SalesforceApi api) {
        this.api = api;
    }

    /** People may rename a campaign as long as its name ends with our key in brackets. */
    String ensure(AudienceSpec spec, AudienceOptions options) {
        if (options.campaignId().isPresent()) {
            return existing(options.campaignId().get());
        }
        var mark = "[" + spec.key() + "]";
        var hits = BadAnswer.records(api.expect(api.query(
                "SELECT Id FROM Campaign WHERE Name LIKE " + Soql.endingWith(mark) + " ORDER BY CreatedDate LIMIT 1")));
        return hits.isEmpty()
                ? create(spec.name(), mark)
                : hits.path(0).path("Id").asText();
    }

    private String existing(String id) {
        var hits = BadAnswer.records(api.expect(api.query("SELECT Id FROM Campaign WHERE Id = " + Soql.literal(id))));
        if (hits.isEmpty()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.AUDIENCE_GONE, "The chosen campaign does not exist any more."));
        }
        return hits.path(0).path("Id").asText();
    }

    private String create(String name, String mark) {
        var room = NAME_LENGTH - mark.length() - 1;
        var campaign = Json.mapper()
                .createObjectNode()
                .put("Name", (name.length() > room ? name.substring(0, room) : name) + " " + mark)
                .put("IsActive", true)
                .put("Status", "In Progress")
                .put("Type", "Other");
        return BadAnswer.text(
                api.expect(api.post("/sobjects/Campaign").json(campaign).build()), "id");
    }
}
