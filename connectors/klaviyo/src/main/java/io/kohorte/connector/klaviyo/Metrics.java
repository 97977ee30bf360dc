// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which metrics are read, by their names in the account, and what their events are called here. */
record Metrics(Map<String, String> types) {

    /** Klaviyo's own names (help.klaviyo.com, "Email metrics reference"). */
    private static final Map<String, String> EMAIL = Map.of(
            "Received Email", "email.delivered",
            "Opened Email", "email.opened",
            "Clicked Email", "email.clicked",
            "Bounced Email", "email.bounced",
            "Marked Email as Spam", "email.complained",
            "Unsubscribed", Conversion.UNSUBSCRIBED,
            "Unsubscribed from Email Marketing", Conversion.UNSUBSCRIBED,
            "Unsubscribed from List", "list.unsubscribed");

    Metrics {
        types = Map.copyOf(types);
    }

    static Metrics of(Settings settings) {
        var types = new HashMap<String, String>();
        if (settings.flag("emailEvents", true)) {
            types.putAll(EMAIL);
        }
        var purchases = settings.asMap().containsKey("purchaseMetrics")
                ? settings.texts("purchaseMetrics")
                : List.of("Placed Order");
        purchases.forEach(name -> types.put(name, "purchase"));
        return new Metrics(types);
    }

    /** What its events are called; empty when this metric is not read. */
    Optional<String> type(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
