// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Wording;
import java.util.List;

/**
 * One cluster for people: what it is called, how large it is, what sets it apart (largest deviations first).
 *
 * @param noise whether it holds those who belong to no cluster
 */
public record Portrait(
        int number, Wording name, boolean noise, long size, double share, List<Deviation> features, Wording sentence) {}
