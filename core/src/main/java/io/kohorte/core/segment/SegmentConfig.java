// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of segments. */
@ConfigMapping(prefix = "kohorte.segments")
public interface SegmentConfig {

    /** Versions of a segment that can be restored. */
    @WithDefault("30")
    int versionsKept();

    /** Changes that follow each other within this time share one version. */
    @WithDefault("PT1H")
    Duration changesShareAVersionFor();

    /** How often all segments are evaluated, because time moves people through windows such as "the last 30 days". */
    @WithDefault("PT5M")
    Duration evaluateEvery();

    /** How long changes of profiles are gathered before segments are evaluated for them. */
    @WithDefault("PT0.05S")
    Duration gatherChangesFor();
}
