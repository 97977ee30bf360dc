// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** A small sound connector with OAuth2, and with one flaw on request: what the kit has to find. */
public final class SampleConnector implements ConnectorFactory {

    private final Flaw flaw;

    public SampleConnector() {
        this(Flaw.NONE);
    }

    SampleConnector(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public ConnectorDescriptor descriptor() {
        var capabilities = EnumSet.of(
                Capability.ADD,
                Capability.REMOVE,
                Capability.PER_RECORD_STATUS,
                Capability.IDEMPOTENT,
                Capability.FEEDBACK_PULL,
                Capability.FEEDBACK_PUSH);
        if (flaw == Flaw.CLAIMS_TO_ERASE_AND_DOES_NOTHING) {
            capabilities.add(Capability.ERASE);
        }
        if (flaw == Flaw.CLAIMS_FIELDS_AND_KNOWS_NONE) {
            capabilities.add(Capability.UPSERT_FIELDS);
        }
        return new ConnectorDescriptor(
                "sample",
                "Sample",
                ConnectorDescriptor.Category.CRM,
                "1.0.0",
                capabilities,
                List.of("email"),
                new Limits(10, 100_000, 10, Duration.ofSeconds(1), 1),
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["url"],
                 "properties":{"url":{"type":"string"},"clientId":{"type":"string"},"patience":{"type":"integer"},
                               "clientSecret":{"type":"string","writeOnly":%s}}}"""
                        .formatted(flaw != Flaw.LEAVES_A_SECRET_READABLE),
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{}}""",
                List.of("url"),
                "https://vendor.example/docs");
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new SampleDestination(flaw, settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException refusal) {
            return List.of(new SettingProblem("/clientSecret", refusal.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        var destination = new SampleDestination(flaw, settings, context);
        if (flaw == Flaw.CALLS_SOMEONE_WHEN_OPENED) {
            destination.probe();
        }
        return destination;
    }
}
