// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.predict.Tuning;
import io.kohorte.core.learn.search.SearchMethod;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** That settings of learners are searched for, how, and for how long. */
public record SearchWish(SearchMethod method, double minutes) {
    private static final int LONGEST_MINUTES = 240;

    /** Empty where none is wanted or the wish cannot be fulfilled; the errors say why. */
    static Optional<SearchWish> of(ModelDraft draft, ModelKind kind, List<FieldError> errors) {
        ModelDraft.SearchDraft search = draft.search();
        if (search == null) {
            return Optional.empty();
        }
        int before = errors.size();
        if (kind != ModelKind.PREDICTION) {
            errors.add(new FieldError("/search", "NOT_FOR_KIND", "Only a prediction searches for settings."));
        }
        Optional<SearchMethod> method = Optional.ofNullable(search.method()).flatMap(SearchMethod::of);
        if (method.isEmpty()) {
            errors.add(new FieldError(
                    "/search/method", "UNKNOWN_METHOD", "Settings are searched by grid, random or bayesian."));
        }
        Double minutes = search.minutes();
        if (minutes == null || !(minutes > 0 && minutes <= LONGEST_MINUTES)) {
            errors.add(new FieldError(
                    "/search/minutes", "INVALID_NUMBER", "A search takes more than 0 and at most 240 minutes."));
        }
        return errors.size() > before || minutes == null
                ? Optional.empty()
                : method.map(known -> new SearchWish(known, minutes));
    }

    Tuning tuning(Clock clock, Optional<Reduction> components) {
        return new Tuning.Searched(method, Duration.ofMillis(Math.round(60_000 * minutes)), clock, components);
    }
}
