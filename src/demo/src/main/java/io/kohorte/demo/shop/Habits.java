// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one archetype is like.
 *
 * @param share of all customers
 * @param returns share of order lines that are sent back
 * @param taste weight of each category, in the order of {@link Shelf}
 * @param conversion probability of buying around a campaign, without having been reached by it
 * @param uplift what being reached adds
 */
record Habits(
        double share,
        Rhythm rhythm,
        Basket basket,
        double returns,
        List<Double> taste,
        Attention attention,
        double conversion,
        double uplift) {

    private static final Map<Archetype, Habits> ALL = new EnumMap<>(Map.of(
            Archetype.LOYAL_REGULAR,
            new Habits(
                    0.19,
                    new Rhythm(26, 2.0, 1100),
                    new Basket(2.2, 14, 0.10),
                    0.03,
                    List.of(16., 2., 1., .4, .4, .1, .1, .1),
                    new Attention(0.8, 0.45),
                    0.24,
                    0.02),
            Archetype.BARGAIN_HUNTER,
            new Habits(
                    0.20,
                    new Rhythm(48, 1.6, 480),
                    new Basket(1.5, 7, 0.85),
                    0.28,
                    List.of(.4, .6, 9., 10., .6, .1, .3, .1),
                    new Attention(1.2, 0.55),
                    0.06,
                    0.16),
            Archetype.ONE_TIMER,
            new Habits(
                    0.23,
                    new Rhythm(300, 1.0, 160),
                    new Basket(1.1, 24, 0.20),
                    0.05,
                    List.of(.3, .3, .3, .5, 1., .5, 9., .5),
                    new Attention(0.3, 0.12),
                    0.01,
                    0.01),
            Archetype.BIG_BASKET,
            new Habits(
                    0.12,
                    new Rhythm(80, 1.6, 1000),
                    new Basket(4.0, 30, 0.05),
                    0.06,
                    List.of(.1, .1, .6, .3, .3, .2, 5., 12.),
                    new Attention(0.6, 0.30),
                    0.08,
                    0.05),
            Archetype.GIFT_BUYER,
            new Habits(
                    0.12,
                    new Rhythm(30, 1.6, 1000),
                    new Basket(2.8, 26, 0.15),
                    0.04,
                    List.of(.4, .4, .2, .4, 9., 9., .4, .1),
                    new Attention(0.4, 0.25),
                    0.04,
                    0.06),
            Archetype.LAPSED,
            new Habits(
                    0.14,
                    new Rhythm(30, 2.0, 0),
                    new Basket(1.9, 13, 0.20),
                    0.06,
                    List.of(.5, 12., .6, 1., .5, .3, .3, .1),
                    new Attention(0.4, 0.08),
                    0.01,
                    0.05)));

    private static final List<Archetype> ARCHETYPES = List.of(Archetype.values());
    private static final double[] SHARES =
            ARCHETYPES.stream().mapToDouble(each -> of(each).share).toArray();

    static Archetype drawn(Dice dice) {
        return ARCHETYPES.get(dice.weighted(SHARES));
    }

    static Habits of(Archetype archetype) {
        Habits habits = ALL.get(archetype);
        if (habits == null) {
            throw new IllegalStateException("nothing is known of " + archetype);
        }
        return habits;
    }

    double[] tastes() {
        return taste.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * How often and how long.
     *
     * @param daysBetween mean days between two orders of a living customer
     * @param shape of the gamma distribution of rates: small means customers differ much
     * @param life mean days until the customer is lost; 0: lost at a day drawn inside the history
     */
    record Rhythm(double daysBetween, double shape, double life) {}

    /**
     * What is in a basket.
     *
     * @param lines mean order lines
     * @param price median price of what they choose, in euros
     * @param discounted share of lines bought on offer
     */
    record Basket(double lines, double price, double discounted) {}

    /**
     * What they look at.
     *
     * @param visits visits of the web shop per month without an order
     * @param opens probability that an e-mail is opened
     */
    record Attention(double visits, double opens) {}
}
