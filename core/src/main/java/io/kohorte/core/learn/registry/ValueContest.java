// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.value.Deviance;
import io.kohorte.core.learn.value.ValueModel;
import io.kohorte.core.learn.value.ValueTraining;
import java.util.Optional;

/** Decides by the money foreseen and the money that came in the held-out span, which neither of the two has seen. */
final class ValueContest {
    /** Normal quantile of a one-sided 95 %. */
    private static final double SURE = 1.645;

    private ValueContest() {}

    /** @param margin by which share the challenger's error must be smaller */
    static Decision between(Optional<ValueModel> champion, ValueTraining.Outcome challenger, double margin) {
        double[] came = challenger.came().money();
        Deviance ours = Deviance.of(challenger.foreseenBy(challenger.model()), came);
        return champion.map(model -> Deviance.of(challenger.foreseenBy(model), came))
                .map(theirs -> against(theirs, ours, margin))
                .orElseGet(() -> first(ours, Deviance.ofAllAlike(came)));
    }

    private static Decision first(Deviance ours, Deviance alike) {
        boolean promoted = ours.surelySmallerThan(alike) > SURE;
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "First champion: on the held-out span it foresees the money of each customer better than the average would (error %s against %s).",
                                        "Erster Champion: im zurückgehaltenen Zeitraum sagt er den Umsatz jedes Kunden besser vorher, als es der Durchschnitt täte (Fehler %s gegen %s).")
                                : new Wording(
                                        "On the held-out span not surely better than the average for everybody (error %s against %s): such values would only look like knowledge.",
                                        "Im zurückgehaltenen Zeitraum nicht sicher besser als der Durchschnitt für alle (Fehler %s gegen %s): solche Werte sähen nur nach Wissen aus."),
                        Numbers.exact(ours.mean(), 3),
                        Numbers.exact(alike.mean(), 3)));
    }

    private static Decision against(Deviance theirs, Deviance ours, double margin) {
        boolean promoted = ours.mean() <= theirs.mean() * (1 - margin);
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "On the same held-out span its error in the money of each customer is smaller than the champion's by the margin of %s or more: %s against %s.",
                                        "Im selben zurückgehaltenen Zeitraum ist sein Fehler beim Umsatz jedes Kunden um mindestens die Marge von %s kleiner als der des Champions: %s gegen %s.")
                                : new Wording(
                                        "On the same held-out span its error in the money of each customer is not smaller than the champion's by the margin of %s: %s against %s. The champion stays.",
                                        "Im selben zurückgehaltenen Zeitraum ist sein Fehler beim Umsatz jedes Kunden nicht um die Marge von %s kleiner als der des Champions: %s gegen %s. Der Champion bleibt."),
                        Numbers.percent(margin),
                        Numbers.exact(ours.mean(), 4),
                        Numbers.exact(theirs.mean(), 4)));
    }
}
