// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.profile.Identity;
import io.kohorte.segmentsync.FeedbackSink;
import io.kohorte.segmentsync.Sent;
import io.kohorte.spi.Conversion;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Takes conversions in, whoever brings them: each once by its remote id, with the person it is about and the delivery that
 * may have led to it. Those of people we do not know are kept and looked at again later.
 */
@Singleton
class ConversionIntake implements FeedbackSink {

    private static final String FEED = "destination-";

    private final DataSource database;
    private final Exposures exposures;
    private final ConversionEvents events;
    private final Wishes wishes;
    private final MeterRegistry meters;
    private final ObjectMapper json;
    private final Clock clock;

    ConversionIntake(
            DataSource database,
            Exposures exposures,
            ConversionEvents events,
            Wishes wishes,
            MeterRegistry meters,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.exposures = exposures;
        this.events = events;
        this.wishes = wishes;
        this.meters = meters;
        this.json = json;
        this.clock = clock;
    }

    /** Name of a destination's feed; also where its cursor is kept. */
    static String feed(long destination) {
        return FEED + destination;
    }

    @Override
    public Taken take(String feed, List<Conversion> conversions) {
        return take(Optional.of(Long.valueOf(feed.substring(FEED.length()))), conversions);
    }

    /** @param destination empty for conversions that came by no destination */
    Taken take(Optional<Long> destination, List<Conversion> conversions) {
        try {
            var syncs = exposures.syncs(destination);
            var taken = store(destination, conversions, syncs);
            events.writePending();
            count("accepted", taken.accepted());
            count("duplicate", taken.duplicates());
            count("unknown", taken.unknown());
            return taken;
        } catch (SQLException e) {
            throw new IllegalStateException("conversions cannot be stored", e);
        }
    }

    private Taken store(Optional<Long> destination, List<Conversion> conversions, Set<Long> syncs) throws SQLException {
        var subjects = subjects(conversions);
        long accepted = 0;
        long duplicates = 0;
        long unknown = 0;
        for (var conversion : conversions) {
            var profile = subjects.profile(conversion.subject());
            var exposure = profile.isEmpty()
                    ? Optional.<Sent>empty()
                    : exposures.before(profile.get(), conversion.occurredAt(), syncs);
            wishes.heed(conversion, profile);
            if (!insert(destination, conversion, profile, exposure)) {
                duplicates++;
            } else if (profile.isEmpty()) {
                unknown++;
            } else {
                accepted++;
            }
        }
        return new Taken(accepted, duplicates, unknown);
    }

    private Subjects subjects(List<Conversion> conversions) throws SQLException {
        try (var connection = database.getConnection()) {
            return Subjects.lookUp(
                    connection, conversions.stream().map(Conversion::subject).toList());
        }
    }

    private boolean insert(
            Optional<Long> destination, Conversion conversion, Optional<Integer> profile, Optional<Sent> exposure)
            throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        """
                insert into conversion (destination, remote_id, profile, identifiers, type, at, value, currency,
                                        received_at, sync, run, exposed_at)
                values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (destination, remote_id) do nothing""")) {
            insert.setObject(1, destination.orElse(null), Types.BIGINT);
            insert.setString(2, conversion.remoteId());
            insert.setObject(3, profile.orElse(null), Types.INTEGER);
            insert.setString(4, profile.isPresent() ? "{}" : identifiers(conversion));
            insert.setString(5, conversion.type());
            insert.setTimestamp(6, Timestamp.from(conversion.occurredAt()));
            insert.setBigDecimal(7, conversion.value());
            insert.setString(8, conversion.currency());
            insert.setTimestamp(9, Timestamp.from(clock.instant()));
            insert.setObject(10, exposure.map(sent -> sent.sync().value()).orElse(null), Types.BIGINT);
            insert.setObject(11, exposure.map(sent -> sent.run().value()).orElse(null), Types.BIGINT);
            insert.setTimestamp(
                    12, exposure.map(sent -> Timestamp.from(sent.at())).orElse(null));
            return insert.executeUpdate() == 1;
        }
    }

    /** Kept only while we do not know whose they are. */
    private String identifiers(Conversion conversion) {
        Map<String, String> identifiers = Subjects.identities(conversion.subject()).stream()
                .collect(Collectors.toMap(Identity::namespace, Identity::value, (first, second) -> first));
        return json.valueToTree(identifiers).toString();
    }

    private void count(String outcome, long number) {
        meters.counter("kohorte.conversions", "outcome", outcome).increment((double) number);
    }
}
