// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.uplift.UpliftReport;
import java.util.Optional;

/**
 * Decides by people that neither had seen. Whoever chooses whom to send to must be shown to find them: what chance may explain never speaks, however
 * little the champion is worth.
 */
final class UpliftContest {
    private UpliftContest() {}

    /**
     * @param champion the Qini coefficient of the champion's method, learned anew on the same parts of the same people
     * @param margin by which share of it the challenger, who knows the people who came since, may be worse
     */
    static Decision between(Optional<Double> champion, UpliftReport challenger, double margin) {
        Wording ours = Numbers.exact(1000 * challenger.qini().coefficient(), 2);
        if (challenger.word() == Quality.POOR) {
            return new Decision(
                    false,
                    Numbers.fill(
                            new Wording(
                                    "Chance may explain that those it names first gain more (Qini × 1000: %s): such scores would only look like knowledge.",
                                    "Zufall kann erklären, dass die von ihm zuerst Genannten mehr gewinnen (Qini × 1000: %s): solche Werte sähen nur nach Wissen aus."),
                            ours));
        }
        return champion.map(theirs -> against(theirs, challenger, ours, margin))
                .orElseGet(() -> new Decision(
                        true,
                        Numbers.fill(
                                new Wording(
                                        "First champion: people it had not seen gain more the earlier it names them, surely more than by chance (Qini × 1000: %s).",
                                        "Erster Champion: Menschen, die er nicht kannte, gewinnen mehr, je früher er sie nennt, sicher mehr als durch Zufall (Qini × 1000: %s)."),
                                ours)));
    }

    private static Decision against(double theirs, UpliftReport challenger, Wording ours, double margin) {
        boolean promoted = challenger.qini().coefficient() >= theirs - margin * Math.abs(theirs);
        return new Decision(
                promoted,
                Numbers.fill(
                        promoted
                                ? new Wording(
                                        "Learned from all whose days are over by now, and no worse than the champion's method on people neither had seen: Qini × 1000 %s against %s.",
                                        "Aus allen gelernt, deren Tage bis jetzt um sind, und bei Menschen, die keiner kannte, nicht schlechter als das Verfahren des Champions: Qini × 1000 %s gegen %s.")
                                : new Wording(
                                        "Worse than the champion's method on people neither had seen: Qini × 1000 %s against %s. The champion stays.",
                                        "Bei Menschen, die keiner kannte, schlechter als das Verfahren des Champions: Qini × 1000 %s gegen %s. Der Champion bleibt."),
                        ours,
                        Numbers.exact(1000 * theirs, 2)));
    }
}
