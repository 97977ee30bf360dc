// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.Check;
import java.util.ArrayList;
import java.util.List;

/** Whether the data allow a value model, and what a person should know before trusting one. */
final class ValueChecks {
    private static final int FEWEST_BUYERS = 100;
    private static final int FEWEST_REPEATERS = 30;

    /** From here on the assumption that frequency and value have nothing to do with each other bends the forecast. */
    private static final double RELATED = .3;

    private final List<Check> found = new ArrayList<>();

    List<Check> found() {
        return List.copyOf(found);
    }

    void addAll(List<Check> others) {
        found.addAll(others);
    }

    static void volumes(Buyers buyers) {
        int repeaters = buyers.repeaters().length;
        if (buyers.size() < FEWEST_BUYERS || repeaters < FEWEST_REPEATERS) {
            throw new LearningRefused(
                    "TOO_FEW_CUSTOMERS",
                    Numbers.fill(
                            new Wording(
                                    "Before the span that is held out to judge by, %s customers had bought and %s of them had come back; at least %s and %s are needed.",
                                    "Vor dem zum Prüfen zurückgehaltenen Zeitraum hatten %s Kunden gekauft, %s davon mehrmals; nötig sind mindestens %s und %s."),
                            Numbers.amount((double) buyers.size()),
                            Numbers.amount((double) repeaters),
                            Numbers.amount(FEWEST_BUYERS),
                            Numbers.amount(FEWEST_REPEATERS)));
        }
        int spenders = buyers.spenders().length;
        if (spenders < FEWEST_REPEATERS) {
            throw new LearningRefused(
                    "NO_AMOUNTS",
                    Numbers.fill(
                            new Wording(
                                    "Of %s customers who came back, the amount is known of only %s; at least %s are needed. Map the amount of the purchase when importing it.",
                                    "Von %s Kunden, die wiederkamen, ist nur bei %s ein Betrag bekannt; nötig sind mindestens %s. Beim Import den Betrag des Kaufs zuordnen."),
                            Numbers.amount((double) repeaters),
                            Numbers.amount((double) spenders),
                            Numbers.amount(FEWEST_REPEATERS)));
        }
    }

    void shortHistory(HeldOut heldOut) {
        if (heldOut.shortened()) {
            add(
                    "short-history",
                    Check.Severity.WARNING,
                    Numbers.fill(
                            new Wording(
                                    "History is too short to check a forecast of %s days: it was checked on the last %s days. Farther ahead it may go wrong unseen.",
                                    "Die Historie ist zu kurz, um eine Vorhersage über %s Tage zu prüfen: geprüft wurde an den letzten %s Tagen. Darüber hinaus kann sie unbemerkt danebenliegen."),
                            Numbers.amount((double) heldOut.horizon().toDays()),
                            Numbers.amount((double) heldOut.judged().toDays())));
        }
    }

    void noDropOut() {
        add(
                "no-drop-out",
                Check.Severity.WARNING,
                new Wording(
                        "In these data one cannot see that anybody stops: a long pause looks like any other, and the drop-out rate of the BG/NBD model goes to zero. So everybody counts as still a customer, and the forecast is each customer's rate so far, drawn towards the average the less is known of them (NBD, the same model without drop-out).",
                        "In diesen Daten ist nicht zu erkennen, dass jemand aufhört: eine lange Pause sieht aus wie jede andere, und die Abwanderungsrate des BG/NBD-Modells geht gegen null. Daher gelten alle weiter als Kunden, und vorhergesagt wird die bisherige Kaufrate jedes Kunden, zum Durchschnitt hin gezogen, je weniger man von ihm weiß (NBD, dasselbe Modell ohne Abwanderung)."));
    }

    void spendRunsAway() {
        add(
                "spend-runs-away",
                Check.Severity.WARNING,
                new Wording(
                        "The Gamma-Gamma model of spending has no sound solution here: a few amounts are huge, or each customer always spends nearly the same. The money of a purchase is instead each customer's own mean, drawn towards everybody's mean, the more the fewer purchases there are (credibility after Bühlmann and Straub).",
                        "Das Gamma-Gamma-Modell der Ausgaben hat hier keine brauchbare Lösung: einzelne Beträge sind riesig, oder jeder Kunde gibt fast immer dasselbe aus. Der Betrag eines Kaufs ist stattdessen der eigene Mittelwert jedes Kunden, zum Mittel aller hin gezogen, je weniger Käufe es gibt (Credibility nach Bühlmann und Straub)."));
    }

    void independence(double correlation) {
        boolean related = Math.abs(correlation) >= RELATED;
        add(
                "value-and-frequency",
                related ? Check.Severity.WARNING : Check.Severity.INFO,
                Numbers.fill(
                        !related
                                ? new Wording(
                                        "How often somebody buys says little about how much they spend each time (correlation %s), as the model assumes.",
                                        "Wie oft jemand kauft, sagt wenig darüber, wie viel es jeweils ist (Korrelation %s); davon geht das Modell aus.")
                                : correlation > 0
                                        ? new Wording(
                                                "Who buys often also spends more each time (correlation %s). The model assumes that the two have nothing to do with each other: the value of frequent customers reads too low.",
                                                "Wer oft kauft, gibt auch jeweils mehr aus (Korrelation %s). Das Modell nimmt an, dass beides nichts miteinander zu tun hat: der Wert häufiger Käufer wirkt zu niedrig.")
                                        : new Wording(
                                                "Who buys often spends less each time (correlation %s). The model assumes that the two have nothing to do with each other: the value of frequent customers reads too high.",
                                                "Wer oft kauft, gibt jeweils weniger aus (Korrelation %s). Das Modell nimmt an, dass beides nichts miteinander zu tun hat: der Wert häufiger Käufer wirkt zu hoch."),
                        Numbers.exact(correlation, 2)));
    }

    private void add(String code, Check.Severity severity, Wording sentence) {
        found.add(new Check(code, sentence, severity));
    }
}
