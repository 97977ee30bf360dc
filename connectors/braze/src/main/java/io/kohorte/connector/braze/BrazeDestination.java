// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.toolkit.Json;

/** One workspace. */
final class BrazeDestination implements Destination {

    /** Nobody's id. */
    private static final String NOBODY = "kohorte-connection-check";

    private final BrazeSettings settings;
    private final ConnectorContext context;
    private final BrazeApi api;

    BrazeDestination(BrazeSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.api = new BrazeApi(settings, context);
    }

    /**
     * Asks with the very permission that syncs need, and changes nothing: of a user who does not exist, and who may not be
     * created.
     */
    void probe() {
        var body = Json.mapper().createObjectNode();
        body.putArray("attributes").addObject().put("external_id", NOBODY).put("_update_existing_only", true);
        var call = api.post(settings.bulk() ? BrazeApi.BULK : BrazeApi.TRACK)
                .json(body)
                .idempotent()
                .build();
        var answer = api.send(call);
        if (!answer.successful() && !RequestErrors.aboutTheContent(answer)) {
            throw RequestErrors.of(call, answer);
        }
        if (answer.json().path("message").asText("").isEmpty()) {
            throw answer.badResponse("without a message");
        }
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new BrazeAudiences(settings, api);
    }

    @Override
    public FeedbackReader feedback() {
        return new BrazeFeedback(settings, api, context.clock());
    }

    @Override
    public void close() {
        api.close();
    }
}
