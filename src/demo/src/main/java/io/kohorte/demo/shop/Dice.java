// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that comes out the same on every machine and every Java: only the generator's raw bits and {@link StrictMath} are
 * used.
 */
final class Dice {

    private final SplittableRandom bits;

    private Dice(SplittableRandom bits) {
        this.bits = bits;
    }

    /** The dice of one customer: independent of how many others there are and of the order they are made in. */
    static Dice of(long seed, long customer) {
        return new Dice(new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ (customer + 1) * 0xD1B54A32D192ED03L));
    }

    /** In [0, 1). */
    double uniform() {
        return (bits.nextLong() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** In [0, bound). */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** In [from, to]. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Index drawn in proportion to the weights. */
    int weighted(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = uniform() * sum;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - uniform());
    }

    /** Polar method of Marsaglia and Bray. */
    double normal() {
        while (true) {
            double u = 2 * uniform() - 1;
            double v = 2 * uniform() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * normal());
    }

    /** Marsaglia and Tsang 2000; for shapes of at least 1. */
    double gamma(double shape, double mean) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - uniform();
            if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v * mean / shape;
            }
        }
    }

    /** At least 1; geometric with the given mean. */
    int count(double mean) {
        int count = 1;
        while (count < 40 && chance(1 - 1 / mean)) {
            count++;
        }
        return count;
    }
}
