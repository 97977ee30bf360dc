// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Share;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.hipparchus.special.Erf;

/**
 * The gap between the group with the lowest and the one with the highest share.
 *
 * @param ratio the lowest share over the highest; 1 where nobody has any
 */
record Gap(double ratio, Fairness.Word word, Wording reason) {
    /** The four-fifths rule (29 CFR 1607.4 D). */
    private static final double ALIKE = .8;

    private static final double DOUBT = .05;
    private static final double SQRT_2 = Math.sqrt(2);

    /**
     * With an interval of the ratio by its logarithm (Katz et al. 1978), as wide as looking at all pairs of groups asks for (Bonferroni).
     *
     * @param groups at least two
     */
    static Gap of(List<Fairness.Group> groups, Function<Fairness.Group, Share> share, Wording sentence) {
        Comparator<Fairness.Group> byShare =
                Comparator.comparingDouble(group -> share.apply(group).share());
        Fairness.Group least = groups.stream().min(byShare).orElseThrow();
        Fairness.Group most = groups.stream().max(byShare).orElseThrow();
        Share low = share.apply(least);
        Share high = share.apply(most);
        int pairs = groups.size() * (groups.size() - 1) / 2;
        double z = SQRT_2 * Erf.erfcInv(DOUBT / pairs);
        double ratio =
                (low.share() * low.of() + .5) / (low.of() + .5) * (high.of() + .5) / (high.share() * high.of() + .5);
        double error = Math.sqrt(Math.max(0, oneOver(low) + oneOver(high)));
        Fairness.Word word = ratio * Math.exp(z * error) < ALIKE
                ? Fairness.Word.UNEVEN
                : ratio * Math.exp(-z * error) >= ALIKE ? Fairness.Word.EVEN : Fairness.Word.UNCLEAR;
        Wording said = Numbers.fill(
                sentence,
                new Wording(least.value(), least.value()),
                Numbers.percent(low.share()),
                new Wording(most.value(), most.value()),
                Numbers.percent(high.share()));
        return new Gap(ratio, word, Numbers.fill(end(word), said, Numbers.exact(ratio, 2)));
    }

    private static double oneOver(Share share) {
        return 1 / (share.share() * share.of() + .5) - 1 / (share.of() + .5);
    }

    private static Wording end(Fairness.Word word) {
        return switch (word) {
            case EVEN ->
                new Wording(
                        "%s: %s times as often, which is within four fifths.",
                        "%s: das %s-fache, also innerhalb von vier Fünfteln.");
            case UNEVEN ->
                new Wording(
                        "%s: %s times as often, surely less than four fifths.",
                        "%s: das %s-fache, sicher weniger als vier Fünftel.");
            case UNCLEAR ->
                new Wording(
                        "%s: %s times as often; the groups are too small to tell whether that is less than four fifths.",
                        "%s: das %s-fache; die Gruppen sind zu klein, um zu sagen, ob das weniger als vier Fünftel ist.");
        };
    }
}
