// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.ExpectedAmount;
import io.kohorte.core.learn.value.PurchaseHistory.Bought;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The candidate that presumes nothing of how people buy: the money of a horizon, learned from all that was known of customers at earlier moments and
 * from what they brought afterwards, all of it before a span that is held out.
 *
 * @param model absent where it could not be learned
 * @param missing why; empty where it was learned
 */
record LearnedMoney(Optional<ExpectedAmount> model, Wording missing) {
    private static final int MOST_ROWS = 100_000;
    private static final int FEWEST_BUYERS = 200;
    private static final int FEWEST_RETURNS = 50;
    private static final DateTimeFormatter GERMAN_DAY = DateTimeFormatter.ofPattern("d.M.yyyy", Locale.GERMAN);

    static LearnedMoney learn(HeldOut heldOut, PurchaseHistory history, long seed) {
        if (ExpectedAmount.missing().isPresent()) {
            return not(ExpectedAmount.missing().map(Check::sentence).orElseThrow());
        }
        if (heldOut.earlier().isEmpty()) {
            return not(Numbers.fill(
                    new Wording(
                            "It could not be learned from features: before the held-out span history does not hold two"
                                    + " whole horizons of %s days, one to learn from and one to choose by, and as much"
                                    + " again as half of one to foresee by.",
                            "Aus Kenngrößen ließ es sich nicht lernen: vor dem zurückgehaltenen Zeitraum umfasst die"
                                    + " Historie keine zwei ganzen Horizonte von %s Tagen, einen zum Lernen und einen zum"
                                    + " Wählen, und davor noch einmal halb so viel, um sie vorherzusagen."),
                    Numbers.amount((double) heldOut.horizon().toDays())));
        }
        List<FeatureTable> tables = new ArrayList<>();
        double[] amounts = {};
        for (Instant moment : heldOut.earlier()) {
            Buyers buyers = history.sample(moment, MOST_ROWS / heldOut.earlier().size(), seed);
            Bought came = history.bought(buyers, moment, moment.plus(heldOut.horizon()));
            tables.add(buyers.features());
            amounts = DoubleStream.concat(Arrays.stream(amounts), Arrays.stream(came.money()))
                    .toArray();
        }
        int latest = tables.get(0).size();
        long returned =
                Arrays.stream(amounts, 0, latest).filter(money -> money > 0).count();
        if (latest < FEWEST_BUYERS || returned < FEWEST_RETURNS) {
            return not(Numbers.fill(
                    new Wording(
                            "It could not be learned from features: a horizon before %s there were %s buyers, of whom"
                                    + " %s brought money within it; at least %s and %s are needed.",
                            "Aus Kenngrößen ließ es sich nicht lernen: einen Horizont vor dem %s gab es %s Käufer, von"
                                    + " denen %s darin Umsatz brachten; nötig sind mindestens %s und %s."),
                    day(heldOut.decision()),
                    Numbers.amount((double) latest),
                    Numbers.amount((double) returned),
                    Numbers.amount(FEWEST_BUYERS),
                    Numbers.amount(FEWEST_RETURNS)));
        }
        return new LearnedMoney(
                Optional.of(ExpectedAmount.learn(FeatureTable.stacked(tables), amounts, seed)), new Wording("", ""));
    }

    private static Wording day(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return new Wording(day.toString(), GERMAN_DAY.format(day));
    }

    private static LearnedMoney not(Wording why) {
        return new LearnedMoney(Optional.empty(), why);
    }
}
