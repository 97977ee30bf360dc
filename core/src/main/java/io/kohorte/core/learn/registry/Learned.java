// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.feature.FeatureTable;
import java.util.Optional;

/**
 * A training's result on its way into the registry.
 *
 * @param body stored form
 * @param everybody whom to score
 * @param scores what the new version says about them
 * @param championScores what the present champion says about them
 */
@SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
record Learned(
        byte[] body,
        Provenance provenance,
        JsonNode metrics,
        JsonNode report,
        Decision decision,
        FeatureTable everybody,
        double[] scores,
        Optional<double[]> championScores) {

    Learned decided(Decision other) {
        return new Learned(body, provenance, metrics, report, other, everybody, scores, championScores);
    }
}
