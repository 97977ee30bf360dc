// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/** Who would be called a yes at a threshold, and who was: true and false, positives and negatives. */
public record Confusion(double threshold, long tp, long fp, long tn, long fn) {}
