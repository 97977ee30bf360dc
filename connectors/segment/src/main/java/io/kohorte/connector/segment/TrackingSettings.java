// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What both vendors' settings have in common, with the defaults of the schemas.
 *
 * @param url without a slash at its end
 * @param userIdentity our name of the identity that is the vendor's {@code userId}
 * @param consentCategories our purposes and channels to the vendor's categories, sorted so that the same change always
 *     gives the same bytes
 * @param dropsRepeats whether an event that comes twice counts once
 * @param conversionEvents further event names to types of conversion
 * @param currency of events that name none
 */
record TrackingSettings(
        Vendor vendor,
        String url,
        Secret writeKey,
        String userIdentity,
        boolean dropsRepeats,
        SortedMap<String, String> consentCategories,
        Map<String, String> conversionEvents,
        String currency,
        Optional<Secret> feedbackSecret,
        boolean acceptBatches,
        Deletion deletion,
        Duration timeout,
        int requestsPerSecond) {

    /** Each person takes two events at most; Segment's limit of events is the narrower one. */
    static final int ROWS_PER_BATCH = 1_000;

    static TrackingSettings segment(Settings settings) {
        var europe = settings.text("region", "us").equals("eu");
        var deletion = new Deletion(
                Vendor.SEGMENT,
                address(settings.text(
                        "publicApiUrl", europe ? "https://eu1.api.segmentapis.com" : "https://api.segmentapis.com")),
                settings.optionalText("publicApiToken").map(Secret::new),
                List.of());
        return of(
                Vendor.SEGMENT,
                settings.text("url", europe ? "https://events.eu1.segmentapis.com" : "https://api.segment.io"),
                deletion,
                settings,
                100);
    }

    static TrackingSettings rudderStack(Settings settings) {
        var deletion = new Deletion(
                Vendor.RUDDERSTACK,
                address(settings.text("apiUrl", "https://api.rudderstack.com")),
                settings.optionalText("apiToken").map(Secret::new),
                settings.texts("deletionDestinations"));
        return of(Vendor.RUDDERSTACK, settings.text("dataPlaneUrl"), deletion, settings, 50);
    }

    private static TrackingSettings of(
            Vendor vendor, String url, Deletion deletion, Settings settings, int requestsPerSecond) {
        return new TrackingSettings(
                vendor,
                address(url),
                new Secret(settings.text("writeKey")),
                settings.text("userIdentity", "user_id"),
                vendor == Vendor.SEGMENT
                        || settings.text("repeatedEvents", "counted").equals("dropped"),
                new TreeMap<>(settings.pairs("consentCategories")),
                settings.pairs("conversionEvents"),
                settings.text("currency", "USD"),
                settings.optionalText("feedbackSecret").map(Secret::new),
                settings.flag("acceptBatches", false),
                deletion,
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("requestsPerSecond", requestsPerSecond));
    }

    private static String address(String url) {
        return url.replaceFirst("/+$", "");
    }

    /** The write key is the user name of Basic authentication, with an empty password. */
    Secret authorization() {
        return Secret.basic(writeKey.reveal(), "");
    }

    Limits limits() {
        return new Limits(ROWS_PER_BATCH, vendor.requestBytes(), requestsPerSecond, Duration.ofSeconds(1), 8);
    }
}
