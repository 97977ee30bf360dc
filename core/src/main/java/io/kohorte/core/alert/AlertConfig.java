// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** When people are told, and for how long it is tried. */
@ConfigMapping(prefix = "kohorte.alerts")
public interface AlertConfig {

    /** How often it is looked whether anything is wrong, and whether notices are owed. */
    @WithDefault("PT10S")
    Duration lookEvery();

    /** How long something must have been gone before its alert has recovered. */
    @WithDefault("PT5M")
    Duration recoverAfter();

    /** After how long a difference that was not delivered makes a sync late. */
    @WithDefault("PT1H")
    Duration behindAfter();

    /** Share of the rows of a run that a destination may refuse. */
    @WithDefault("0.1")
    double rejectedShare();

    /** Share of the rows of an import that may be invalid. */
    @WithDefault("0.1")
    double invalidShare();

    /** How long a notice is tried before it is given up. */
    @WithDefault("P1D")
    Duration giveUpAfter();

    /** How long recovered alerts stay on record. */
    @WithDefault("P90D")
    Duration keepFor();

    /** Where people open Kohorte in their browser, so that notices can link to its pages. */
    Optional<URI> publicUrl();
}
