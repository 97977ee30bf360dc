// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

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
 * The connector type {@code google-ads}. Adding or removing somebody twice is doing it once, so requests are idempotent;
 * Google takes a request, works on it, and tells counts when asked later.
 */
public final class GoogleAdsConnector implements ConnectorFactory {

    static final String ID = "google-ads";

    /** {@code TOO_MANY_AUDIENCE_MEMBERS} above it (error.proto of the Data Manager API). */
    static final int MEMBERS_PER_REQUEST = 10_000;

    /** No limit is documented; ten thousand members with ten identifiers are about 10 MB. */
    static final int BYTES_PER_REQUEST = 16 << 20;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Google Ads",
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
                    Capability.ASYNC_JOB,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.CAMPAIGN_FIGURES,
                    Capability.HASHED_IDENTIFIERS),
            List.of("email", "phone", "maid", "user_id"),
            new Limits(MEMBERS_PER_REQUEST, BYTES_PER_REQUEST, 300, Duration.ofMinutes(1), 10),
            Resource.text(GoogleAdsConnector.class, "settings.schema.json"),
            Resource.text(GoogleAdsConnector.class, "audience.schema.json"),
            List.of("url", "accountId"),
            "https://developers.google.com/data-manager/api/devguides/audiences/google-ads/customer-match/overview");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        var grants = new Grants(settings);
        var unusable = grants.problem();
        if (unusable.isPresent()) {
            return List.of(unusable.get());
        }
        try (var destination = new GoogleAdsDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem(), grants), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new GoogleAdsDestination(settings, context);
    }

    /** The setting a person would look at first. */
    private static String pointer(Problem problem, Grants grants) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> grants.pointer(problem.vendorCode());
            case NOT_PERMITTED -> problem.field().isEmpty() ? "/loginAccountId" : "/" + problem.field();
            case AUDIENCE_GONE -> "/accountId";
            case INVALID_SETTING -> problem.field().isEmpty() ? "/url" : "/" + problem.field();
            case BATCH_REFUSED -> "/accountId";
            case CONNECTION, TIMEOUT -> "/url";
            default -> "";
        };
    }
}
