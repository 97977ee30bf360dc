// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.consent.ConsentFact;
import io.kohorte.core.consent.Consents;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileConfig;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.ProfileLedger.Resolution;
import io.kohorte.core.profile.ProfileLock;
import io.kohorte.core.profile.TraitFinding;
import io.kohorte.core.profile.Traits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes batches of observations, from files and from the tracking API alike: one transaction and a fixed number of statements a
 * batch, whatever its size.
 *
 * <p>A batch of events of known people takes the profile lock shared; everything else takes it exclusively, so concurrent batches
 * about the same people neither block each other for ever nor make two profiles of one.
 */
@ApplicationScoped
public class Intake {

    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;
    private final Clock clock;
    private final ProfileLedger ledger;
    private final Traits traits;

    @Inject
    Intake(DataSource database, Clock clock, ProfileConfig config) {
        this(database, clock, new ProfileLedger(config.limits()), new Traits(config.traitLimit()));
    }

    /** An intake outside the container. */
    public Intake(DataSource database, Clock clock, ProfileLedger ledger, Traits traits) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.traits = traits;
    }

    /** Takes in a batch; when this returns, it is committed. */
    public IntakeResult take(List<Observation> batch) throws SQLException {
        if (batch.isEmpty()) {
            return IntakeResult.nothing();
        }
        return inOneTransaction(connection -> {
            Optional<IntakeResult> appended =
                    batch.stream().allMatch(Observation::isEventOnly) ? append(connection, batch) : Optional.empty();
            if (appended.isPresent()) {
                return appended.get();
            }
            IntakeResult result = record(connection, batch);
            connection.commit();
            return result;
        });
    }

    /**
     * Takes in a batch of what a source says anew: an event that is known becomes what is said of it now, and so does whose it is. A
     * duplicate is what says what we know already. Keys must differ within the batch.
     *
     * @param settled traits that known rows said before just as now: somebody may have told newer ones since
     */
    public IntakeResult correct(List<Observation> batch, Set<String> settled) throws SQLException {
        if (batch.isEmpty()) {
            return IntakeResult.nothing();
        }
        return inOneTransaction(connection -> {
            Instant now = clock.instant();
            ProfileLock.EXCLUSIVE.take(connection);
            Set<UUID> known = Deliveries.known(connection, batch).keySet();
            Told told = people(
                    connection,
                    batch.stream()
                            .map(said -> said.key().filter(known::contains).isPresent() ? said.again(settled) : said)
                            .toList(),
                    now);
            List<Integer> profiles = told.resolution().profiles();
            Set<UUID> different = EventRows.correct(connection, batch, profiles, now);
            connection.commit();
            List<IntakeResult.Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                boolean news = batch.get(i).key().filter(different::contains).isPresent()
                        || told.changed().contains(profiles.get(i));
                outcomes.add(news ? IntakeResult.Outcome.ACCEPTED : IntakeResult.Outcome.DUPLICATE);
            }
            return told.result(outcomes, profiles, different.size());
        });
    }

    @FunctionalInterface
    private interface Deed {
        IntakeResult done(Connection connection) throws SQLException;
    }

    /** A deed that does not commit has done nothing. */
    private IntakeResult inOneTransaction(Deed deed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return deed.done(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Whose they are is asked first: where people are new, that is all that was in vain. */
    private Optional<IntakeResult> append(Connection connection, List<Observation> batch) throws SQLException {
        ProfileLock.SHARED.take(connection);
        Optional<List<Integer>> profiles = ledger.find(connection, links(batch));
        if (profiles.isPresent()) {
            Deliveries deliveries = Deliveries.sort(connection, batch);
            List<Integer> fresh = deliveries.fresh(profiles.get());
            if (!ProfileLedger.isCurrent(connection, links(deliveries.fresh()), fresh)) {
                connection.rollback();
                return Optional.empty();
            }
            try {
                EventRows.write(connection, deliveries.fresh(), fresh, clock.instant());
                connection.commit();
                return Optional.of(deliveries.appended(fresh));
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                // The same message came twice at the same moment; alone, the second sees the first.
            }
        }
        connection.rollback();
        return Optional.empty();
    }

    private IntakeResult record(Connection connection, List<Observation> batch) throws SQLException {
        Instant now = clock.instant();
        ProfileLock.EXCLUSIVE.take(connection);
        Deliveries deliveries = Deliveries.sort(connection, batch);
        List<Observation> fresh = deliveries.fresh();
        Told told = people(connection, fresh, now);
        List<Integer> profiles = told.resolution().profiles();
        int events = EventRows.write(connection, fresh, profiles, now);
        deliveries.remember(connection, now);
        return told.result(
                deliveries.outcomes(
                        i -> fresh.get(i).key().isPresent() || told.changed().contains(profiles.get(i))),
                deliveries.profiles(profiles),
                events);
    }

    /** Writes who people are, what they are like and what they allowed. */
    private Told people(Connection connection, List<Observation> fresh, Instant now) throws SQLException {
        Resolution resolution = ledger.resolve(connection, links(fresh));
        Map<Integer, ObjectNode> said = traits(fresh, resolution.profiles());
        List<TraitFinding> findings = traits.admit(connection, said, now);
        Set<Integer> changed = ledger.write(connection, resolution, said, now);
        long written = said.values().stream().mapToLong(ObjectNode::size).sum();
        resolution.created().forEach(said::remove);
        changed.addAll(traits.write(connection, said));
        Set<Integer> consented = Consents.write(connection, consents(fresh, resolution.profiles()));
        changed.addAll(consented);
        return new Told(resolution, changed, consented, written, findings);
    }

    /** What a batch told about people. */
    private record Told(
            Resolution resolution,
            Set<Integer> changed,
            Set<Integer> consented,
            long traits,
            List<TraitFinding> findings) {

        IntakeResult result(List<IntakeResult.Outcome> outcomes, List<Integer> profiles, int events) {
            int created = resolution.created().size();
            RoaringBitmap touched = bitmap(changed);
            resolution.profiles().forEach(touched::add);
            touched.or(bitmap(resolution.losers()));
            RoaringBitmap permissions = bitmap(consented);
            permissions.or(bitmap(resolution.mergedInto()));
            return new IntakeResult(
                    outcomes,
                    profiles,
                    touched,
                    permissions,
                    events,
                    created,
                    changed.size() - created,
                    traits,
                    findings);
        }
    }

    private static List<Link> links(List<Observation> batch) {
        return batch.stream().map(Observation::link).toList();
    }

    private static RoaringBitmap bitmap(Set<Integer> profiles) {
        RoaringBitmap bitmap = new RoaringBitmap();
        profiles.forEach(bitmap::add);
        return bitmap;
    }

    private static Map<Integer, ObjectNode> traits(List<Observation> batch, List<Integer> profiles) {
        Map<Integer, ObjectNode> said = new HashMap<>();
        for (int i = 0; i < profiles.size(); i++) {
            ObjectNode own = batch.get(i).traits();
            if (!own.isEmpty()) {
                said.computeIfAbsent(profiles.get(i), profile -> JsonNodeFactory.instance.objectNode())
                        .setAll(own);
            }
        }
        return said;
    }

    private static List<ConsentFact> consents(List<Observation> batch, List<Integer> profiles) {
        List<ConsentFact> facts = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            Observation observation = batch.get(i);
            int profile = profiles.get(i);
            observation
                    .consents()
                    .forEach((purpose, granted) ->
                            facts.add(new ConsentFact(profile, purpose, granted, observation.at(), observation.age())));
        }
        return facts;
    }
}
