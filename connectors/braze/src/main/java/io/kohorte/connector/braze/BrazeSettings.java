// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of {@code settings.schema.json}, with their defaults.
 *
 * @param restEndpoint of the instance, without a slash at its end
 * @param bulk whether users go to {@code /users/track/bulk}
 * @param usersPerRequest at most what the chosen endpoint takes
 * @param defaultRegion for phone numbers without a country code; empty text when there is none
 * @param aliasLabel label of the user aliases that anonymous ids are
 * @param externalIdNamespace what Kohorte calls the identity that Braze knows as external id
 * @param webhookSecret verifies what Braze pushes
 * @param feedbackDays how far the first reading of unsubscribes and bounces looks back
 * @param canvases whether figures of Canvases are read beside those of campaigns
 * @param currency of revenue in reports
 */
record BrazeSettings(
        String restEndpoint,
        Secret apiKey,
        boolean bulk,
        int usersPerRequest,
        String defaultRegion,
        Duration timeout,
        int requestsPerMinute,
        int concurrency,
        String aliasLabel,
        String externalIdNamespace,
        Optional<Secret> webhookSecret,
        int feedbackDays,
        boolean canvases,
        String currency) {

    /** Objects a request of {@code /users/track} takes, all kinds together; contracts by active users may say 50. */
    static final int USERS_PER_TRACK = 75;

    /** Objects a request of {@code /users/track/bulk} takes, attributes only. */
    static final int USERS_PER_BULK = 1_000;

    /** {@code /users/track} takes 4 MB. */
    private static final int TRACK_BYTES = 4_000_000;

    /** {@code /users/track/bulk} takes 2 MB; a margin is left, since nobody says how they are counted. */
    private static final int BULK_BYTES = 1_800_000;

    /** The bulk endpoint's base speed is 5 requests a second; users/track comes first when Braze is busy. */
    private static final int BULK_REQUESTS_PER_MINUTE = 300;

    /** 3,000 requests in 3 seconds: the burst that Braze allows on {@code /users/track}. */
    static final int MOST_REQUESTS_PER_MINUTE = 60_000;

    static BrazeSettings of(Settings settings) {
        var bulk = settings.text("endpoint", "track").equals("bulk");
        return new BrazeSettings(
                BaseUrl.of(settings.text("restEndpoint")),
                new Secret(settings.text("apiKey")),
                bulk,
                bulk ? USERS_PER_BULK : settings.number("usersPerRequest", USERS_PER_TRACK),
                settings.text("defaultRegion", ""),
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("requestsPerMinute", 6_000),
                settings.number("concurrency", 4),
                settings.text("aliasLabel", "anonymous_id"),
                settings.text("externalIdNamespace", "external_id"),
                settings.optionalText("webhookSecret").map(Secret::new),
                settings.number("feedbackDays", 30),
                settings.text("figuresOf", "campaigns").equals("campaigns-and-canvases"),
                settings.text("currency", "USD"));
    }

    static Limits widest() {
        return new Limits(USERS_PER_BULK, TRACK_BYTES, MOST_REQUESTS_PER_MINUTE, Duration.ofMinutes(1), 32);
    }

    Limits limits() {
        return new Limits(
                usersPerRequest,
                bulk ? BULK_BYTES : TRACK_BYTES,
                bulk ? Math.min(requestsPerMinute, BULK_REQUESTS_PER_MINUTE) : requestsPerMinute,
                Duration.ofMinutes(1),
                concurrency);
    }
}
