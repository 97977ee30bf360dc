// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/**
 * Conditions on a model's scores may have other answers now. Fired once after the commit.
 *
 * @param cause in a word, as the history of segments shows it: {@code model} when another version answers, {@code scores}
 *     when the same one scored customers anew
 */
public record ScoresChanged(ModelId model, String cause) {

    public static ScoresChanged byPromotion(ModelId model) {
        return new ScoresChanged(model, "model");
    }

    public static ScoresChanged byScoring(ModelId model) {
        return new ScoresChanged(model, "scores");
    }
}
