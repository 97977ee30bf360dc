// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The connector type {@code linkedin-ads}. "A 201 Created is returned if you add the same ID again or remove an already
 * deleted ID": requests are idempotent.
 */
public final class LinkedInAdsConnector implements ConnectorFactory {

    static final String ID = "linkedin-ads";

    /** Elements of one {@code BATCH_CREATE}. */
    static final int PEOPLE_PER_REQUEST = 5_000;

    /** No limit is documented; five thousand people with all fields are about 2 MB. */
    static final int BYTES_PER_REQUEST = 4 << 20;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "LinkedIn Ads",
            ConnectorDescriptor.Category.ADS,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.CAMPAIGN_FIGURES,
                    Capability.HASHED_IDENTIFIERS),
            List.of("email", "maid"),
            new Limits(PEOPLE_PER_REQUEST, BYTES_PER_REQUEST, 600, Duration.ofMinutes(1), 5),
            Resource.text(LinkedInAdsConnector.class, "settings.schema.json"),
            Resource.text(LinkedInAdsConnector.class, "audience.schema.json"),
            List.of("url", "accountId"),
            "https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segment-users");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new LinkedInAdsDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new LinkedInAdsDestination(settings, context);
    }

    /** The setting a person would look at first. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED ->
                problem.vendorCode().equals("invalid_client") ? "/clientSecret" : "/refreshToken";
            case NOT_PERMITTED -> "/refreshToken";
            case AUDIENCE_GONE -> "/accountId";
            case BATCH_REFUSED -> "/sourcePlatform";
            case VERSION_RETIRED -> "/apiVersion";
            case INVALID_SETTING, CONNECTION, TIMEOUT -> "/url";
            default -> "";
        };
    }
}
