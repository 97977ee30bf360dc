// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

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
 * The connector type {@code meta-ads}. Adding or removing somebody twice is adding or removing them once, so requests are
 * idempotent; Meta answers with counts and never says which row it could not read.
 */
public final class MetaAdsConnector implements ConnectorFactory {

    static final String ID = "meta-ads";

    /** "Only up to 10000 at a time" (Customer File Custom Audiences). */
    static final int ROWS_PER_CALL = 10_000;

    /** Meta names no limit of bytes; ten thousand rows of fifteen hashes are about 10 MB. */
    static final int BYTES_PER_CALL = 16 << 20;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Meta Ads",
            ConnectorDescriptor.Category.ADS,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FULL_REPLACE,
                    Capability.FALLBACK_KEYS,
                    Capability.COUNTS_ONLY,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.CAMPAIGN_FIGURES,
                    Capability.HASHED_IDENTIFIERS),
            List.of("email", "phone", "maid", "external_id"),
            new Limits(ROWS_PER_CALL, BYTES_PER_CALL, 6_000, Duration.ofMinutes(1), 20),
            Resource.text(MetaAdsConnector.class, "settings.schema.json"),
            Resource.text(MetaAdsConnector.class, "audience.schema.json"),
            List.of("url", "adAccountId"),
            "https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new MetaAdsDestination(settings, context)) {
            return destination.probe();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new MetaAdsDestination(settings, context);
    }

    /** The setting a person would look at first. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED -> problem.field().equals("appSecret") ? "/appSecret" : "/accessToken";
            case CREDENTIALS_EXPIRED, NOT_PERMITTED -> "/accessToken";
            case AUDIENCE_GONE -> "/adAccountId";
            case VERSION_RETIRED -> "/apiVersion";
            case INVALID_SETTING, CONNECTION, TIMEOUT -> "/url";
            default -> "";
        };
    }
}
