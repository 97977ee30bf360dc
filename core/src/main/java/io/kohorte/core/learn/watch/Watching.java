// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.registry.ChampionSight;
import io.kohorte.core.learn.registry.ChampionSight.Sight;
import io.kohorte.core.learn.registry.LearningConfig;
import io.kohorte.core.learn.registry.Model;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at the version that speaks: whether the customers of today are still those it was learned from, and whether it is still right. */
@ApplicationScoped
class Watching {
    /** Of more customers a sample says the same. */
    private static final int MOST = 20_000;

    private final ChampionSight sight;
    private final LookTable looks;
    private final LearningConfig config;
    private final Clock clock;

    Watching(ChampionSight sight, LookTable looks, LearningConfig config, Clock clock) {
        this.sight = sight;
        this.looks = looks;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Looks, and keeps what it found.
     *
     * @param model one of which a version speaks
     */
    Look look(Model model) throws SQLException {
        int version = model.champion().orElseThrow();
        Optional<Look> last = looks.latest(model.id(), 1).stream()
                .filter(look -> look.version() == version)
                .findFirst();
        int number = looks.at(model.id(), version) + 1;
        Optional<Reference> reference = looks.reference(model.id(), version);
        int newest = reference.map(Reference::newest).orElse(Integer.MAX_VALUE);
        int newestAtAll = looks.reference(model.id(), sight.latest(model.id()))
                .map(Reference::newest)
                .orElse(newest);
        Sight seen = sight.look(
                model,
                new ChampionSight.Question(version, newest, newestAtAll, MOST, config.seed() + 31L * version + number));
        Look look = judged(seen, reference, version, number, last);
        looks.keep(model.id(), look);
        return look;
    }

    private Look judged(Sight seen, Optional<Reference> reference, int version, int number, Optional<Look> last) {
        double alpha = Patience.at(number);
        Optional<Outcomes> outcomes = outcomes(seen).filter(Outcomes::judge);
        Optional<Performance.Then> then = then(seen.metrics());
        // One half of the doubt is for what moved, the other for what is worse.
        Performance performance =
                outcomes.isPresent() && then.isPresent() ? Performance.of(outcomes.get(), then.get(), alpha / 2) : null;
        boolean enough = seen.table().size() >= Drift.FEWEST;
        List<Drift> measured = reference.isPresent() && enough ? measured(seen, reference.get()) : new ArrayList<>();
        if (outcomes.isPresent() && then.isPresent()) {
            measured.add(Drift.between(then.get().answers(), outcomes.get().spread()));
        }
        List<Drift> drift = Drift.judged(
                measured,
                alpha / 2,
                last.map(look -> look.drifting().stream().map(Drift::name).toList())
                        .orElse(List.of()));
        List<Drift> drifting = drift.stream().filter(Drift::drifts).toList();
        boolean worse = performance != null && performance.worse();
        return new Look(
                version,
                number,
                clock.instant(),
                seen.asOf(),
                seen.customers(),
                seen.table().size(),
                alpha,
                worse
                        ? State.WORSE
                        : !drifting.isEmpty() ? State.DRIFTING : measured.isEmpty() ? State.UNKNOWN : State.STEADY,
                !measured.isEmpty()
                        ? LookWords.of(drifting, drift.size(), performance)
                        : enough ? LookWords.NO_REFERENCE : LookWords.tooFew(seen.customers()),
                drift.stream().filter(one -> isAFeature(one.name())).toList(),
                named(drift, Reference.SCORES),
                named(drift, Outcomes.NAME),
                performance,
                outcomes.isPresent() ? null : seen.answersFrom(),
                seen.newOutcomes(),
                fairness(seen, outcomes));
    }

    private static List<Drift> measured(Sight seen, Reference reference) {
        List<Drift> measured = new ArrayList<>(reference.drift(seen.table(), seen.features()));
        measured.add(reference.drift(seen.scores()));
        return measured;
    }

    private static boolean isAFeature(String name) {
        return !name.equals(Reference.SCORES) && !name.equals(Outcomes.NAME);
    }

    private static @Nullable Drift named(List<Drift> drift, String name) {
        return drift.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    }

    /** Models that are judged otherwise have no such figures. */
    private static Optional<Performance.Then> then(JsonNode metrics) {
        return metrics.hasNonNull("auc") && metrics.hasNonNull("baseRate") && metrics.hasNonNull("customers")
                ? Optional.of(new Performance.Then(
                        metrics.path("auc").asDouble(),
                        metrics.path("baseRate").asDouble(),
                        metrics.path("customers").asLong()))
                : Optional.empty();
    }

    private static Optional<Outcomes> outcomes(Sight seen) {
        return seen.answered()
                .map(answered -> new Outcomes(
                        answered.decision(),
                        answered.scores(),
                        answered.labels(),
                        groups(seen, answered.table()).orElse(List.of())));
    }

    private static @Nullable Fairness fairness(Sight seen, Optional<Outcomes> outcomes) {
        Optional<List<String>> groups = groups(seen, seen.table());
        return groups.isPresent() && seen.threshold().isPresent()
                ? Fairness.of(
                        seen.model().sensitive().orElseThrow(),
                        seen.threshold().getAsDouble(),
                        new Fairness.People(seen.scores(), groups.get()),
                        outcomes)
                : null;
    }

    /** Of each customer the value of the sensitive trait; an empty text where it is not known. */
    private static Optional<List<String>> groups(Sight seen, FeatureTable table) {
        return seen.model().sensitive().map(trait -> {
            Optional<FeatureColumn> column = table.column(FeatureCatalogue.TRAIT + trait);
            return column.map(values -> IntStream.range(0, table.size())
                            .mapToObj(row -> group(values, row))
                            .toList())
                    .orElseGet(() -> Collections.nCopies(table.size(), ""));
        });
    }

    private static String group(FeatureColumn column, int row) {
        if (column.missing(row)) {
            return "";
        }
        return column.category(row).orElseGet(() -> column.value(row) > 0 ? "true" : "false");
    }
}
