// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.Check;

/**
 * What a person should know of customers who were first sent to after the decision moment and before their label ended. They are learned from: who
 * enters an audience later often does so by what was done meanwhile, so leaving them out would leave out by the outcome.
 */
final class TreatedLater {
    private static final double MUCH = .25;

    private TreatedLater() {}

    static Check check(double share) {
        boolean much = share >= MUCH;
        return new Check(
                "treated-later",
                Numbers.fill(
                        much
                                ? new Wording(
                                        "%s of the rows are of customers who were first in an audience after that"
                                                + " moment, within the days foretold. They are learned from, since whom an"
                                                + " audience takes in later often shows by then what comes; so the"
                                                + " probabilities are those with marketing going on as it did. What"
                                                + " sending changes tells an experiment.",
                                        "%s der Zeilen stammen von Kunden, die erst nach diesem Zeitpunkt in eine"
                                                + " Zielgruppe kamen, innerhalb der vorhergesagten Tage. Aus ihnen wird"
                                                + " gelernt, denn wen eine Zielgruppe später aufnimmt, der zeigt dann oft"
                                                + " schon, was kommt; die Wahrscheinlichkeiten gelten also bei Marketing"
                                                + " wie bisher. Was das Senden ändert, sagt ein Experiment.")
                                : new Wording(
                                        "%s of the rows are of customers who were first in an audience after that"
                                                + " moment, within the days foretold. They are learned from: leaving them"
                                                + " out would leave out by what they did meanwhile.",
                                        "%s der Zeilen stammen von Kunden, die erst nach diesem Zeitpunkt in eine"
                                                + " Zielgruppe kamen, innerhalb der vorhergesagten Tage. Aus ihnen wird"
                                                + " gelernt: Wer sie wegließe, ließe nach dem weg, was sie inzwischen"
                                                + " taten."),
                        Numbers.percent(share)),
                much ? Check.Severity.WARNING : Check.Severity.INFO);
    }
}
