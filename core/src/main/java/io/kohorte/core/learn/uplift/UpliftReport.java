// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.predict.Learner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an uplift model. All figures are out of fold: each person was foreseen by what was learned without them.
 *
 * @param rows people by group
 * @param effect of treating everybody
 * @param candidates what was tried, best first
 * @param responseQini coefficient of a model that only foresees who does it, treated or not: what choosing the likely ones would reach
 * @param tenths of the people, those with the highest uplift foreseen first
 * @param groups in the order of {@link Reaction}; those with nobody in them are left out
 */
public record UpliftReport(
        Rows rows,
        Effect effect,
        List<Candidate> candidates,
        UpliftMethod method,
        Learner learner,
        Qini qini,
        double responseQini,
        List<Tenth> tenths,
        List<Group> groups,
        Quality word,
        Wording reason) {

    public record Rows(long treated, long heldOut) {}

    /** @param qini coefficient */
    public record Candidate(UpliftMethod method, Learner learner, double qini) {}

    /**
     * A tenth of the people.
     *
     * @param foreseen mean uplift foreseen
     * @param effect measured; {@code null} where one of the groups is empty
     */
    public record Tenth(int tenth, long people, double foreseen, double from, double to, @Nullable Interval effect) {}

    /**
     * People foreseen to react alike.
     *
     * @param treatedRate share of the treated who did it
     * @param heldOutRate share of the held out who did it
     * @param effect measured; {@code null} where one of the groups is empty
     * @param confirmed whether the measured effect is clearly of the sign that the name says; for the groups in between, that it is clearly
     *     below what the persuadables show, and not clearly below 0
     */
    public record Group(
            Reaction reaction,
            Wording label,
            long people,
            double share,
            double treatedRate,
            double heldOutRate,
            @Nullable Interval effect,
            boolean confirmed) {}
}
