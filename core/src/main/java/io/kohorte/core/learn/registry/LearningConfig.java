// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of learning. */
@ConfigMapping(prefix = "kohorte.learning")
public interface LearningConfig {

    /** By how much area under the ROC curve a challenger must be better than the champion. */
    @WithDefault("0.002")
    double margin();

    /** Starts every random choice; the same data and seed give the same model. */
    @WithDefault("42")
    long seed();

    /**
     * How time counts in scores: in whole steps of this length, from midnight UTC. Everybody is scored anew when the latest event is in another
     * step; whoever does something is scored at once.
     */
    @WithDefault("PT1H")
    Duration scoreEverybodyEvery();
}
