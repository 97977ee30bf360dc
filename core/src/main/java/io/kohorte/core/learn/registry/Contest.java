// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.DeLong;
import io.kohorte.core.learn.predict.Labelled;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.predict.PredictionTraining;
import java.util.Optional;

/** Decides whether a challenger becomes champion. Both are judged on the same customers; the champion has seen none of their outcomes either. */
final class Contest {
    /** Normal quantile of a one-sided 95 %. */
    private static final double SURE = 1.645;

    /** A new grouping of today's customers may be this much less sharp than the old one and still replace it: it knows the new customers. */
    private static final double SILHOUETTE_TOLERANCE = .02;

    private Contest() {}

    /**
     * On the area under the ROC curve at later time, which neither has seen.
     *
     * @param margin by how much the challenger must be better
     */
    static Decision onLaterTime(
            Optional<PredictionModel> champion, PredictionTraining.Outcome challenger, double margin) {
        Labelled test = challenger.test();
        return champion.map(model -> against(model.score(test.table()), challenger, margin))
                .orElseGet(() -> first(challenger, new Wording("on later time", "auf späterer Zeit")));
    }

    /**
     * On the area under the ROC curve where there is no time. The champion has seen the customers, so its method is judged: learned anew on the
     * same parts. A challenger that is no worse replaces it, since it knows the customers of today.
     *
     * @param champion what the champion's method says of each customer it was not shown
     * @param margin by how much the challenger may be worse
     */
    static Decision onUnseenCustomers(
            Optional<double[]> champion, PredictionTraining.Outcome challenger, double margin) {
        return champion.map(scores -> againstMethod(scores, challenger, margin))
                .orElseGet(() -> first(
                        challenger, new Wording("on customers it had not seen", "bei Kunden, die es nicht kannte,")));
    }

    /** On the silhouette of today's customers. */
    static Decision between(Optional<Double> champion, double challenger) {
        if (champion.isEmpty()) {
            return new Decision(true, new Wording("First version of this model.", "Erste Version dieses Modells."));
        }
        boolean promoted = challenger >= champion.get() - SILHOUETTE_TOLERANCE;
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "On today's customers the new groups are as clear as the champion's or"
                                                + " clearer: silhouette %s against %s.",
                                        "Bei den heutigen Kunden sind die neuen Gruppen mindestens so klar wie die des"
                                                + " Champions: Silhouette %s gegen %s.")
                                : new Wording(
                                        "On today's customers the new groups are less clear than the champion's:"
                                                + " silhouette %s against %s. The champion stays.",
                                        "Bei den heutigen Kunden sind die neuen Gruppen weniger klar als die des"
                                                + " Champions: Silhouette %s gegen %s. Der Champion bleibt."),
                        Numbers.exact(challenger, 3),
                        Numbers.exact(champion.get(), 3)));
    }

    /** Groups without a rival: in any there is nothing that chance had to be told from. */
    static Decision groupsHold() {
        return new Decision(true, new Wording("The new groups hold.", "Die neuen Gruppen gelten."));
    }

    /** What was asked for, or what the vote chose on today's customers, the champion's method among those tried: its figure is of another scale. */
    static Decision otherwiseFound(FoundBy champion, FoundBy challenger) {
        return new Decision(
                true,
                Numbers.fill(
                        new Wording(
                                "Found in another way (%s, before %s); silhouettes of different ways cannot be"
                                        + " compared, so the new choice holds.",
                                "Auf anderem Weg gefunden (%s, vorher %s); Silhouetten verschiedener Wege sind"
                                        + " nicht vergleichbar, also gilt die neue Wahl."),
                        challenger.label(),
                        champion.label()));
    }

    private static Decision first(PredictionTraining.Outcome challenger, Wording where) {
        DeLong chance =
                DeLong.againstChance(challenger.scores(), challenger.test().labels());
        boolean promoted = chance.difference() > SURE * chance.standardError() && chance.difference() > 0;
        Wording auc = Numbers.exact(challenger.report().auc(), 3);
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "First champion: better than chance %s (area under the curve %s against 0.5).",
                                        "Erster Champion: %s besser als der Zufall (Fläche unter der Kurve %s gegen"
                                                + " 0,5).")
                                : new Wording(
                                        "Not surely better than chance %s (area under the curve %s): such scores would"
                                                + " only look like knowledge.",
                                        "Nicht sicher %s besser als der Zufall (Fläche unter der Kurve %s): solche"
                                                + " Werte sähen nur nach Wissen aus."),
                        where,
                        auc));
    }

    private static Decision againstMethod(double[] champion, PredictionTraining.Outcome challenger, double margin) {
        DeLong lead =
                DeLong.compare(challenger.scores(), champion, challenger.test().labels());
        boolean promoted = lead.difference() >= -margin;
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "Learned from the customers of today, and no worse than the champion's method"
                                                + " on customers neither had seen: area under the curve %s against %s.",
                                        "Aus den heutigen Kunden gelernt und bei Kunden, die keiner kannte, nicht"
                                                + " schlechter als das Verfahren des Champions: Fläche unter der Kurve %s"
                                                + " gegen %s.")
                                : new Wording(
                                        "Worse than the champion's method on customers neither had seen: area under"
                                                + " the curve %s against %s. The champion stays.",
                                        "Bei Kunden, die keiner kannte, schlechter als das Verfahren des Champions:"
                                                + " Fläche unter der Kurve %s gegen %s. Der Champion bleibt."),
                        Numbers.exact(challenger.report().auc(), 4),
                        Numbers.exact(challenger.report().auc() - lead.difference(), 4)));
    }

    private static Decision against(double[] champion, PredictionTraining.Outcome challenger, double margin) {
        DeLong lead =
                DeLong.compare(challenger.scores(), champion, challenger.test().labels());
        boolean promoted = lead.difference() >= margin;
        Wording ours = Numbers.exact(challenger.report().auc(), 4);
        Wording theirs = Numbers.exact(challenger.report().auc() - lead.difference(), 4);
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "Better than the champion on the same later window: area under the curve %s"
                                                + " against %s, at least the margin of %s (paired test p = %s).",
                                        "Besser als der Champion auf demselben späteren Zeitraum: Fläche unter der"
                                                + " Kurve %s gegen %s, mindestens die Marge von %s (gepaarter Test p ="
                                                + " %s).")
                                : new Wording(
                                        "Not better than the champion by the margin on the same later window: area"
                                                + " under the curve %s against %s, margin %s (paired test p = %s). The"
                                                + " champion stays.",
                                        "Auf demselben späteren Zeitraum nicht um die Marge besser als der Champion:"
                                                + " Fläche unter der Kurve %s gegen %s, Marge %s (gepaarter Test p = %s)."
                                                + " Der Champion bleibt."),
                        ours,
                        theirs,
                        Numbers.exact(margin, 3),
                        Numbers.exact(lead.pValue(), 3)));
    }
}
