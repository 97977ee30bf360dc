// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of {@code settings.schema.json}, with their defaults.
 *
 * @param url up to and without {@code /cxs}
 * @param scope in which segments, lists and consents live
 * @param consentTypes our purposes and channels to consent types, sorted so that the same change gives the same bytes
 * @param conversionEvents event types to types of conversion
 * @param valueProperty of an event, what it was worth
 */
record UnomiSettings(
        String url,
        Secret authorization,
        String scope,
        Identities identities,
        SortedMap<String, String> consentTypes,
        Duration consentValidity,
        Map<String, String> conversionEvents,
        String valueProperty,
        String currencyProperty,
        String currency,
        Duration timeout,
        int requestsPerSecond) {

    /** One search finds them all, and its answer stays small; each is then saved by itself. */
    static final int ROWS_PER_BATCH = 100;

    static UnomiSettings of(Settings settings) {
        return new UnomiSettings(
                settings.text("baseUrl").replaceFirst("(/cxs)?/*$", ""),
                basic(settings),
                settings.text("scope", "systemscope"),
                Identities.of(settings.pairs("identities")),
                new TreeMap<>(settings.pairs("consentTypes")),
                Duration.ofDays(settings.number("consentDays", 730)),
                settings.pairs("conversionEvents"),
                settings.text("valueProperty", "value"),
                settings.text("currencyProperty", "currency"),
                settings.text("currency", "EUR"),
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("requestsPerSecond", 20));
    }

    /** Unomi 3.1 knows tenants by their private key, what came before a user of Karaf. */
    private static Secret basic(Settings settings) {
        return settings.text("auth", "tenant").equals("tenant")
                ? Secret.basic(settings.text("tenantId", ""), settings.text("privateKey", ""))
                : Secret.basic(settings.text("username", "karaf"), settings.text("password", ""));
    }

    Limits limits() {
        return new Limits(ROWS_PER_BATCH, 4 << 20, requestsPerSecond, Duration.ofSeconds(1), 4);
    }
}
