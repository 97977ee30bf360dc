// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.condition.ModelId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/** The scores of all models, each following the customers for itself: one that fails holds up no other. For one thread. */
@Singleton
class Followers {
    private static final Logger LOG = Logger.getLogger(Followers.class);

    /** Customers scored at once: bounds memory, and how long a change waits for those whose turn it is. */
    private static final int AT_ONCE = 20_000;

    private final Models models;
    private final ModelVersions versions;
    private final FeatureExtraction extraction;
    private final Present present;
    private final Scoring scoring;
    private final Scores scores;
    private final SilentModels silent;
    private final ScoringMetrics metrics;
    private final Clock clock;
    private Map<ModelId, Follower> followers = new LinkedHashMap<>();
    private volatile boolean followSegments;

    Followers(
            Models models,
            ModelVersions versions,
            FeatureExtraction extraction,
            Present present,
            Scoring scoring,
            Scores scores,
            SilentModels silent,
            ScoringMetrics metrics,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.extraction = extraction;
        this.present = present;
        this.scoring = scoring;
        this.scores = scores;
        this.silent = silent;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What one step came to.
     *
     * @param changed whether anybody has another score
     * @param more whether there is more to do at once
     */
    record Progress(boolean changed, boolean more) {}

    /** Another process scores, or nobody can: whoever begins again begins with everybody. */
    void forget() {
        followers = new LinkedHashMap<>();
        metrics.show(List.of());
    }

    /** Whether any model is about a segment, as far as is known. For any thread. */
    boolean followSegments() {
        return followSegments;
    }

    /** Scores those of whom something changed, with every model, and some of those whose turn it is, with one. */
    Progress follow(Connection connection, ScoringNews news) throws SQLException {
        List<Champion> champions = versions.champions(connection);
        followers.keySet().retainAll(champions.stream().map(Champion::model).collect(Collectors.toSet()));
        if (champions.isEmpty()) {
            metrics.show(List.of());
            return new Progress(false, false);
        }
        int highest = Scores.highestProfile(connection);
        try (CustomerHistory history = extraction.asItStands()) {
            Viewpoint now = present.of(history);
            for (Champion champion : champions) {
                followers
                        .computeIfAbsent(champion.model(), unused -> new Follower())
                        .hear(champion, now.moment(), highest, news);
            }
            Step step = new Step(connection, new SharedFeatures(history, now, features()));
            for (Follower follower : followers.values()) {
                step.score(follower, follower.changed(AT_ONCE), ScoringMetrics.Why.CHANGED);
            }
            step.write();
            Optional<Follower> turn = followers.values().stream()
                    .filter(follower -> follower.isReady(clock.instant()))
                    .filter(follower -> !follower.inTurn(1).isEmpty())
                    .findFirst();
            if (turn.isPresent()) {
                step.score(turn.get(), turn.get().inTurn(AT_ONCE), ScoringMetrics.Why.TURN);
                step.write();
            }
            followSegments = followers.values().stream().anyMatch(Follower::isAboutASegment);
            metrics.show(followers.values());
            return step.progress();
        }
    }

    /** One state of the customers, and what was done with it. */
    private final class Step {
        private final Connection connection;
        private final SharedFeatures features;
        private final List<Scores.Fresh> unwritten = new ArrayList<>();
        private long changed;
        private boolean scored;

        Step(Connection connection, SharedFeatures features) {
            this.connection = connection;
            this.features = features;
        }

        void score(Follower follower, RoaringBitmap people, ScoringMetrics.Why why) throws SQLException {
            Instant begun = clock.instant();
            if (people.isEmpty() || !follower.isReady(begun)) {
                return;
            }
            ModelId model = follower.champion().model();
            try (ScoringMetrics.Watch watch = metrics.watch(why)) {
                Follower.Speaker speaker = follower.speaker(Followers.this::read);
                Scoring.Scored fresh = scoring.among(speaker.model(), speaker.voice(), features, people);
                unwritten.add(new Scores.Fresh(model, speaker.champion().version(), people, fresh));
                watch.scored(people.getCardinality());
            } catch (RuntimeException e) {
                if (follower.failed(begun)) {
                    LOG.errorf(e, "Model %d cannot score customers; their scores stay as they are", model.value());
                    silent.fell(connection, follower.champion(), begun, e);
                }
            }
        }

        /** What all models say in one transaction: a commit for each would take longer than to score a few people. */
        void write() throws SQLException {
            Scores.Updated updated = scores.update(connection, unwritten);
            for (Scores.Fresh fresh : unwritten) {
                if (updated.models().contains(fresh.model())) {
                    Follower follower = followers.get(fresh.model());
                    spoke(follower, fresh.customers());
                    scored = true;
                }
            }
            changed += updated.changed();
            unwritten.clear();
        }

        /** Another process may have seen it fail before this one began. */
        private void spoke(Follower follower, RoaringBitmap customers) throws SQLException {
            ModelId model = follower.champion().model();
            if (follower.isFailing()) {
                LOG.infof("Model %d scores customers again", model.value());
            }
            if (follower.scored(customers)) {
                silent.spoke(connection, model);
            }
        }

        Progress progress() {
            Instant done = clock.instant();
            return new Progress(
                    changed > 0, scored && followers.values().stream().anyMatch(follower -> follower.isReady(done)));
        }
    }

    /** What any of the models reads whose version is in memory. */
    private Set<String> features() {
        return followers.values().stream()
                .flatMap(follower -> follower.features().stream())
                .collect(Collectors.toSet());
    }

    private Follower.Speaker read(Champion champion) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(champion.model()))
                .orElseThrow(() -> new IllegalStateException("the model was deleted"));
        return new Follower.Speaker(champion, model, scoring.voice(model, champion.version()));
    }
}
