// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person should know about facts that reach us late: features do not see them in time, and the latest outcomes may still be on their way. */
final class LateFacts {
    private static final double WORTH_SAYING = .01;
    private static final double MUCH = .1;

    private LateFacts() {}

    static List<Check> of(CustomerHistory customers, Target.OfEvent target, Instant judgedFrom) {
        List<Check> checks = new ArrayList<>();
        double unseen = customers.shareToldLater(judgedFrom);
        if (unseen >= WORTH_SAYING) {
            checks.add(features(unseen));
        }
        Optional<Duration> delay = customers.delay(target.event(), judgedFrom);
        if (delay.isPresent() && delay.get().compareTo(Duration.ofDays(1)) >= 0) {
            checks.add(outcomes(target, delay.get()));
        }
        return checks;
    }

    private static Check features(double unseen) {
        boolean much = unseen >= MUCH;
        return new Check(
                "late-facts",
                Numbers.fill(
                        much
                                ? new Wording(
                                        "%s of what had happened by the moment of the test reached us only later, so the model does not see it there. That passes with time; load history through a source created for it, not through one that is connected for long.",
                                        "%s dessen, was bis zum Prüfzeitpunkt geschah, erreichte uns erst später; das Modell sieht es dort nicht. Das gibt sich mit der Zeit; Historie lädt man über eine eigens dafür angelegte Quelle, nicht über eine schon lange verbundene.")
                                : new Wording(
                                        "%s of what had happened by the moment of the test reached us only later; the model does not see it there, as nobody could have.",
                                        "%s dessen, was bis zum Prüfzeitpunkt geschah, erreichte uns erst später; das Modell sieht es dort nicht, denn niemand hätte es wissen können."),
                        Numbers.percent(unseen)),
                much ? Check.Severity.WARNING : Check.Severity.INFO);
    }

    private static Check outcomes(Target.OfEvent target, Duration delay) {
        boolean much =
                delay.toSeconds() >= MUCH * Duration.ofDays(target.withinDays()).toSeconds();
        return new Check(
                "late-outcomes",
                Numbers.fill(
                        new Wording(
                                "Of the events '%s' that were not loaded as history, one in twenty reaches us %s days or more after it happened: the latest outcomes may not all be in, and the share who do it reads rather too low.",
                                "Von den Ereignissen „%s“, die nicht als Historie geladen wurden, erreicht uns jedes zwanzigste frühestens %s Tage danach: die jüngsten Ergebnisse sind vielleicht nicht vollständig, und der Anteil, der es tut, wirkt eher zu niedrig."),
                        new Wording(target.event(), target.event()),
                        Numbers.amount((double) delay.toDays())),
                much ? Check.Severity.WARNING : Check.Severity.INFO);
    }
}
