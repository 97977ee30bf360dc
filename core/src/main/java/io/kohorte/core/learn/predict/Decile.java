// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/**
 * A tenth of the customers by score, 1 being the best.
 *
 * @param lift how many times the base rate
 * @param rate share that did it
 * @param from lowest score in it
 * @param to highest score in it
 * @param gain share of all who did it, in this tenth and those above
 */
public record Decile(int decile, double lift, double rate, double from, double to, double gain) {}
