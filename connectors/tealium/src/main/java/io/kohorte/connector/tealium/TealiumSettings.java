// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of {@code settings.schema.json}, with their defaults.
 *
 * @param authenticated whether events go to the API of version 3, with a token
 * @param collectUrl where events go; empty for where Tealium says, or its open address
 * @param visitorAttributes our namespaces to numbers of Tealium's visitor ID attributes
 * @param identityAttributes our namespaces to names of event attributes
 * @param visitorIdPattern how the id of a known visitor is put together
 * @param consentAttributes our purposes to names of event attributes, sorted so that the same change gives the same bytes
 */
record TealiumSettings(
        String account,
        String profile,
        String environment,
        Optional<String> dataSource,
        boolean authenticated,
        String username,
        Secret apiKey,
        String authUrl,
        Optional<String> collectUrl,
        Map<String, String> visitorAttributes,
        Map<String, String> identityAttributes,
        String visitorIdPattern,
        SortedMap<String, String> consentAttributes,
        Optional<Secret> feedbackSecret,
        Duration timeout,
        int eventsPerSecond) {

    /** Of one request to {@code bulk-event}. */
    static final int EVENTS_PER_REQUEST = 10;

    /** From memory; ten events are far below it. */
    static final int REQUEST_BYTES = 1_000_000;

    static final String OPEN_COLLECT = "https://collect.tealiumiq.com";

    static TealiumSettings of(Settings settings) {
        return new TealiumSettings(
                settings.text("account"),
                settings.text("profile", "main"),
                settings.text("environment", "prod"),
                settings.optionalText("dataSource"),
                settings.text("auth", "v3").equals("v3"),
                settings.text("username", ""),
                new Secret(settings.text("apiKey", "")),
                address(settings.text("authUrl", "https://platform.tealiumapis.com")),
                settings.optionalText("collectUrl").map(TealiumSettings::address),
                settings.pairs("visitorAttributes"),
                settings.pairs("identityAttributes"),
                settings.text("visitorIdPattern", "__{account}_{profile}__{attribute}_{value}__"),
                new TreeMap<>(settings.pairs("consentAttributes")),
                settings.optionalText("feedbackSecret").map(Secret::new),
                Duration.ofSeconds(settings.number("timeoutSeconds", 30)),
                settings.number("eventsPerSecond", 90));
    }

    private static String address(String url) {
        return url.replaceFirst("/+$", "");
    }

    /** One request is ten events of the limit, and a batch is one request. */
    Limits limits() {
        return new Limits(
                EVENTS_PER_REQUEST,
                REQUEST_BYTES,
                Math.max(1, eventsPerSecond / EVENTS_PER_REQUEST),
                Duration.ofSeconds(1),
                2);
    }

    /** {@code <account>/profiles/<profile>}, as paths name both. */
    String place() {
        return "/accounts/" + Form.encoded(account) + "/profiles/" + Form.encoded(profile);
    }

    /** Name of the event attribute in which this identity is sent. */
    String identityAttribute(String namespace) {
        return identityAttributes.getOrDefault(namespace, namespace);
    }

    /** The visitor's id: that of a device as it is, else one made of a known identity. Empty without its attribute. */
    Optional<String> visitorId(String namespace, String value) {
        if (namespace.equals("anonymous_id")) {
            return Optional.of(value);
        }
        return Optional.ofNullable(visitorAttributes.get(namespace)).map(attribute -> visitorIdPattern
                .replace("{account}", account)
                .replace("{profile}", profile)
                .replace("{attribute}", attribute)
                .replace("{value}", value));
    }
}
