// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/** Carries probabilities of a short span on to a longer one. */
final class Extension {
    private static final int HALVINGS = 60;

    private Extension() {}

    /** The chance of at least one success in {@code spans} independent tries. */
    static double carried(double probability, double spans) {
        return spans == 1 ? probability : 1 - Math.pow(1 - probability, spans);
    }

    /** How many spans make the mean of the probabilities the rate observed: between 1 and {@code most}, by bisection. */
    static double worth(double[] probabilities, double rate, double most) {
        double low = 1;
        double high = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double mean = 0;
            for (double probability : probabilities) {
                mean += carried(probability, middle) / probabilities.length;
            }
            low = mean < rate ? middle : low;
            high = mean < rate ? high : middle;
        }
        return (low + high) / 2;
    }
}
