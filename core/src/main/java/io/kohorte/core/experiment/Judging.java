// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.experiment.ExperimentReport.Judged;
import io.kohorte.core.experiment.ExperimentReport.Note;
import io.kohorte.core.experiment.ExperimentReport.Reached;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.uplift.Effect;
import io.kohorte.core.learn.uplift.Interval;
import io.kohorte.core.learn.uplift.SampleRatio;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in words what the figures of an experiment mean. */
final class Judging {

    /** Who had the event, in both groups together: below, normal limits do not hold and nobody should decide by it. */
    private static final long FEWEST = 10;

    private final Measure measure;

    Judging(Measure measure) {
        this.measure = measure;
    }

    Judged verdict(SampleRatio ratio, Optional<Effect> effect, long did) {
        if (ratio.alarm()) {
            return new Judged(
                    Verdict.NOT_TO_BE_TRUSTED,
                    Numbers.fill(
                            new Wording(
                                    "%s of the people are held out where %s were to be drawn: something but chance divides the groups, so no figure here can be trusted. Find out what first.",
                                    "%s der Menschen sind zurückgehalten, gezogen werden sollten %s: Etwas anderes als der Zufall teilt die Gruppen, also ist keiner Zahl hier zu trauen. Finden Sie erst heraus, was."),
                            share(ratio.observed()),
                            share(ratio.expected())));
        }
        if (effect.isEmpty() || did < FEWEST) {
            return new Judged(
                    Verdict.TOO_EARLY,
                    Numbers.fill(
                            new Wording(
                                    "Too early to tell: so far %s of those whose days are over did it, and at least %s are needed.",
                                    "Noch zu früh: Bisher haben es %s von denen getan, deren Tage um sind, nötig sind mindestens %s."),
                            Numbers.amount((double) did),
                            Numbers.amount((double) FEWEST)));
        }
        Effect shown = effect.get();
        if (!shown.isSignificant()) {
            return new Judged(Verdict.NOT_SHOWN, notShown(shown));
        }
        boolean raises = shown.difference().value() > 0;
        Wording sentence = Numbers.fill(
                raises
                        ? new Wording(
                                "Sending raises the outcome by %s per person (between %s and %s)%s.",
                                "Das Senden erhöht das Ergebnis um %s je Person (zwischen %s und %s)%s.")
                        : new Wording(
                                "Sending changes the outcome by %s per person (between %s and %s)%s: it lowers it.",
                                "Das Senden verändert das Ergebnis um %s je Person (zwischen %s und %s)%s: Es senkt es."),
                figure(shown.difference().value()),
                figure(shown.difference().low()),
                figure(shown.difference().high()),
                relative(shown.uplift()));
        return new Judged(raises ? Verdict.RAISES : Verdict.LOWERS, sentence);
    }

    private Wording notShown(Effect effect) {
        Wording start = Numbers.fill(
                new Wording(
                        "No effect is shown: it lies between %s and %s per person. So many people would have shown one of %s four times of five",
                        "Eine Wirkung ist nicht gezeigt: Sie liegt zwischen %s und %s je Person. So viele Menschen hätten eine von %s in vier von fünf Fällen gezeigt"),
                figure(effect.difference().low()),
                figure(effect.difference().high()),
                figure(effect.detectable()));
        Long more = effect.more();
        if (more == null || more == 0) {
            return start.then(".");
        }
        return Numbers.fill(
                new Wording(
                        start.en().replace("%", "%%")
                                + "; if it is as large as it looks, %s people more would show it.",
                        start.de().replace("%", "%%")
                                + "; ist sie so groß, wie sie aussieht, würden %s Menschen mehr sie zeigen."),
                Numbers.amount((double) more));
    }

    Reached reached(long people, long treated, Interval compared, Optional<Effect> effect) {
        double share = (double) people / treated;
        Interval perReached = effect.map(Effect::difference)
                .map(all -> new Interval(all.value() / share, all.low() / share, all.high() / share))
                .orElse(null);
        Wording sentence = Numbers.fill(
                new Wording(
                        "Of the treated %s were reached. They are not compared by lot: whoever can be reached differs from others anyway, so the difference of %s between them and the held out is not what sending did. The verdict counts everybody as drawn.",
                        "Von den Angesprochenen wurden %s erreicht. Sie sind nicht per Los ausgewählt: Wer erreichbar ist, ist ohnehin anders, also ist der Unterschied von %s zu den Zurückgehaltenen nicht das, was das Senden bewirkt. Das Urteil zählt alle, wie sie gezogen wurden."),
                Numbers.percent(share),
                figure(compared.value()));
        return new Reached(people, share, compared, perReached, sentence);
    }

    static Note mixed(int people) {
        return new Note(
                "mixed",
                Numbers.fill(
                        new Wording(
                                "%s people are left out: profiles of both groups turned out to be theirs.",
                                "%s Menschen bleiben außen vor: Profile aus beiden Gruppen erwiesen sich als ihre."),
                        Numbers.amount((double) people)));
    }

    static Note heldOutReached(long people) {
        return new Note(
                "held-out-reached",
                Numbers.fill(
                        new Wording(
                                "%s of the held out were reached all the same, for instance since the holdout was changed or they got it before: the effect looks smaller than it is.",
                                "%s der Zurückgehaltenen wurden trotzdem erreicht, etwa weil die Kontrollgruppe geändert wurde oder sie es vorher bekamen: Die Wirkung sieht kleiner aus, als sie ist."),
                        Numbers.amount((double) people)));
    }

    static Note nobodyReached() {
        return new Note(
                "nobody-reached",
                new Wording(
                        "Nothing has been delivered yet: run the sync.",
                        "Es wurde noch nichts zugestellt: Starten Sie den Sync."));
    }

    static Note shareChanged(double now, double drawn) {
        return new Note(
                "share-changed",
                Numbers.fill(
                        new Wording(
                                "The sync holds out %s now; the experiment began with %s. End it and begin another.",
                                "Der Sync hält jetzt %s zurück; das Experiment begann mit %s. Beenden Sie es und beginnen Sie ein neues."),
                        Numbers.percent(now),
                        Numbers.percent(drawn)));
    }

    static Note syncGone() {
        return new Note(
                "sync-gone",
                new Wording(
                        "The sync was deleted: nobody is enrolled any more.",
                        "Der Sync wurde gelöscht: Es kommt niemand mehr hinzu."));
    }

    /** Shares that are compared: a whole percent would hide what is wrong. */
    private static Wording share(double share) {
        Wording number = Numbers.exact(100 * share, 1);
        return new Wording(number.en() + "%", number.de() + "\u00a0%");
    }

    /** A share in points, everything else as it is. */
    private Wording figure(double value) {
        return measure == Measure.RATE
                ? Numbers.fill(new Wording("%s points", "%s Punkte"), Numbers.exact(100 * value, 2))
                : Numbers.exact(value, 2);
    }

    private static Wording relative(@Nullable Interval uplift) {
        return uplift == null
                ? new Wording("", "")
                : Numbers.fill(
                        new Wording(", %s of what the held out do", ", %s dessen, was die Zurückgehaltenen tun"),
                        Numbers.percent(uplift.value()));
    }
}
