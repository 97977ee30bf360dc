// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a model learns again besides its schedule, from which time, and what becomes of the new version. Whatever is left out is as it
 * was before there was a choice: no trigger, all of the time, and promoted if better.
 *
 * @param onDrift when a look finds that it drifts
 * @param onImport when a file has been imported
 * @param onOutcomes when so many outcomes came since it last learned
 * @param windowDays how long a sliding window is
 * @param margin by how much the area under the curve must be better on held-out time, or of a trait may be worse; of an uplift by which share of its Qini it may be worse; absent for that of the configuration
 */
public record RetrainingPolicy(
        boolean onDrift,
        boolean onImport,
        @Nullable Integer onOutcomes,
        @Nullable Strategy strategy,
        @Nullable Integer windowDays,
        @Nullable Action action,
        @Nullable Double margin) {
    static final RetrainingPolicy NONE = new RetrainingPolicy(false, false, null, null, null, null, null);

    private static final int LONGEST_WINDOW_DAYS = 3650;
    private static final int MOST_OUTCOMES = 100_000_000;

    /** Which time is learned from. */
    public enum Strategy {
        /** All there is. */
        @JsonProperty("all")
        ALL,
        /** The latest days. */
        @JsonProperty("sliding")
        SLIDING,
        /** The same time as the champion, as it is known now. */
        @JsonProperty("same")
        SAME
    }

    /** What becomes of a version that is better than the champion. */
    public enum Action {
        /** It speaks from now on. */
        @JsonProperty("promote")
        PROMOTE,
        /** It waits for a person. */
        @JsonProperty("challenger")
        CHALLENGER
    }

    /** @param windowed whether the model learns from moments of the past */
    List<FieldError> check(boolean windowed, ModelKind kind) {
        List<FieldError> errors = new ArrayList<>();
        boolean sliding = strategy == Strategy.SLIDING;
        if (!windowed && strategy != null && strategy != Strategy.ALL) {
            errors.add(new FieldError(
                    "/retraining/strategy",
                    "NO_WINDOW",
                    "Only a prediction of an event learns from a window of time; leave the strategy at all."));
        }
        if (sliding && (windowDays == null || windowDays < 1 || windowDays > LONGEST_WINDOW_DAYS)) {
            errors.add(
                    new FieldError("/retraining/windowDays", "INVALID_NUMBER", "A sliding window has 1 to 3650 days."));
        }
        if (!sliding && windowDays != null) {
            errors.add(new FieldError(
                    "/retraining/windowDays", "NOT_SLIDING", "Only a sliding window has a number of days."));
        }
        boolean counts = kind != ModelKind.CLUSTERING && kind != ModelKind.UPLIFT;
        if (onOutcomes != null && (onOutcomes < 1 || onOutcomes > MOST_OUTCOMES || !counts)) {
            errors.add(
                    new FieldError(
                            "/retraining/onOutcomes",
                            "INVALID_NUMBER",
                            "The number of new outcomes is at least 1; a clustering has no outcomes, and those of an experiment come when its days are over: use a schedule."));
        }
        if (margin != null && (!(margin >= 0 && margin <= .5) || kind == ModelKind.CLUSTERING)) {
            errors.add(new FieldError(
                    "/retraining/margin", "INVALID_NUMBER", "The margin is between 0 and 0.5; a clustering has none."));
        }
        return errors;
    }

    /**
     * The time learned from.
     *
     * @param champion where the version in use comes from
     */
    CustomerHistory.Span within(CustomerHistory.Span whole, Optional<Provenance> champion) {
        if (strategy == Strategy.SLIDING) {
            Instant from = whole.last().minus(Duration.ofDays(Objects.requireNonNull(windowDays)));
            return new CustomerHistory.Span(from.isAfter(whole.first()) ? from : whole.first(), whole.last());
        }
        if (strategy == Strategy.SAME && champion.isPresent()) {
            return new CustomerHistory.Span(
                    champion.get().from(), champion.get().asOf());
        }
        return whole;
    }

    double margin(LearningConfig config) {
        return margin == null ? config.margin() : margin;
    }

    /** Whether a version of so good a contest waits for a person. The first one speaks at once: nobody else does. */
    boolean holds(Decision contest, boolean hasChampion) {
        return action == Action.CHALLENGER && contest.promoted() && hasChampion;
    }

    static Decision held(Decision contest) {
        return new Decision(
                false,
                new Wording(
                        contest.reason().en() + " It waits for you to promote it, as you asked.",
                        contest.reason().de() + " Sie wartet, wie gewünscht, bis Sie sie befördern."));
    }
}
