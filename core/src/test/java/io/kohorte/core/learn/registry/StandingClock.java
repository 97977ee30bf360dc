// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.platform.HandClock;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The time of the whole application: it stands until it is set. */
@Alternative
@Singleton
class StandingClock extends HandClock {
    static final Instant BEGIN = Instant.parse("2024-12-26T00:30:00Z");

    StandingClock() {
        super(BEGIN);
    }

    /** Time alone is looked at once a week, and scores count it in three days, so that events have to do the rest. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kohorte.segments.evaluate-every", "P7D", "kohorte.learning.score-everybody-every", "P3D");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(StandingClock.class);
        }
    }
}
