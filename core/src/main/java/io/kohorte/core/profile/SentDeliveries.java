// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.kohorte.core.profile.ProfileDetail.Delivery;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What destinations confirmed about a customer, with the names people gave things. */
@ApplicationScoped
class SentDeliveries {

    private static final int SHOWN = 200;

    private final Instance<DeliveryEngine> engine;
    private final Profiles profiles;

    SentDeliveries(Instance<DeliveryEngine> engine, Profiles profiles) {
        this.engine = engine;
        this.profiles = profiles;
    }

    private record Names(String sync, long destination, String destinationName) {}

    /** Newest first; nothing in a process that does not deliver. */
    List<Delivery> about(int profile) throws SQLException {
        if (engine.isUnsatisfied()) {
            return List.of();
        }
        Map<Long, Names> names = names();
        List<Delivery> deliveries = new ArrayList<>();
        for (Sent sent : engine.get().whatWasSent(profile)) {
            @Nullable Names known = names.get(sent.sync().value());
            deliveries.add(new Delivery(
                    sent.sync().value(),
                    known == null ? null : known.sync(),
                    known == null ? 0 : known.destination(),
                    known == null ? null : known.destinationName(),
                    sent.at(),
                    sent.change().name().toLowerCase(Locale.ROOT)));
        }
        deliveries.sort(Comparator.comparing(Delivery::at).reversed());
        return deliveries.subList(0, Math.min(SHOWN, deliveries.size()));
    }

    private Map<Long, Names> names() throws SQLException {
        Map<Long, Names> names = new HashMap<>();
        profiles.all(
                        "select s.id, s.name, d.id, d.name from sync s join destination d on d.id = s.destination",
                        row -> Map.entry(row.getLong(1), new Names(row.getString(2), row.getLong(3), row.getString(4))))
                .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        return names;
    }
}
