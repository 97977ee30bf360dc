// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import java.nio.charset.StandardCharsets;

/** One input of a workspace. */
final class MparticleDestination implements Destination {

    private static final byte[] NOBODY = "[]".getBytes(StandardCharsets.UTF_8);

    private final MparticleSettings settings;
    private final ConnectorContext context;
    private final MparticleApi api;

    MparticleDestination(MparticleSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.api = new MparticleApi(settings, context);
    }

    /** A request without batches: whether it is taken or found wanting, the credentials were looked at first. */
    void probeEvents() {
        var call = api.bulkEvents(NOBODY).build();
        var answer = api.sendEvents(call);
        if (!answer.successful() && answer.status() != 400) {
            throw RequestErrors.of(call, answer);
        }
        if (answer.hasBody() && answer.maybeJson().isEmpty()) {
            throw answer.badResponse("with something that is not from mParticle");
        }
    }

    /** What kinds of data subject requests there are; nothing where no credentials for them are set. */
    void probeErasure() {
        if (settings.workspace().isEmpty()) {
            return;
        }
        var call = api.dsrGet("/discovery").build();
        var answer = api.sendDsr(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        if (!answer.json().path("supported_subject_request_types").isArray()) {
            throw answer.badResponse("without saying which requests it supports");
        }
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new UserBatches(settings, api, new Erasure(settings, api, context.clock()));
    }

    @Override
    public FeedbackReader feedback() {
        return new WebhookOutput(settings);
    }

    @Override
    public void close() {
        api.close();
    }
}
