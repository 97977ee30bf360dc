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
import java.util.List;
import java.util.Set;

/** A small sound connector whose every batch is a job, and with one flaw on request. */
public final class JobSampleConnector implements ConnectorFactory {

    private final JobFlaw flaw;

    public JobSampleConnector() {
        this(JobFlaw.NONE);
    }

    JobSampleConnector(JobFlaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public ConnectorDescriptor descriptor() {
        return new ConnectorDescriptor(
                "job-sample",
                "Sample with jobs",
                ConnectorDescriptor.Category.ADS,
                "1.0.0",
                Set.of(
                        Capability.ADD,
                        Capability.REMOVE,
                        Capability.FULL_REPLACE,
                        Capability.PER_RECORD_STATUS,
                        Capability.IDEMPOTENT,
                        Capability.ASYNC_JOB,
                        Capability.CAMPAIGN_FIGURES),
                List.of("email"),
                new Limits(10, 100_000, 10, Duration.ofSeconds(1), 1),
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","required":["url"],
                 "properties":{"url":{"type":"string"},"patience":{"type":"integer"},
                               "apiKey":{"type":"string","writeOnly":true}}}""",
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{}}""",
                List.of("url"),
                "https://vendor.example/docs");
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new JobSampleDestination(flaw, settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException refusal) {
            return List.of(new SettingProblem("/apiKey", refusal.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new JobSampleDestination(flaw, settings, context);
    }
}
