// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** As they are unless somebody sets them otherwise. */
record Limits(Duration lookEvery) implements AlertConfig {

    Limits() {
        this(Duration.ofSeconds(10));
    }

    @Override
    public Duration recoverAfter() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Duration behindAfter() {
        return Duration.ofHours(1);
    }

    @Override
    public double rejectedShare() {
        return 0.1;
    }

    @Override
    public double invalidShare() {
        return 0.1;
    }

    @Override
    public Duration giveUpAfter() {
        return Duration.ofDays(1);
    }

    @Override
    public Duration keepFor() {
        return Duration.ofDays(90);
    }

    @Override
    public Optional<URI> publicUrl() {
        return Optional.empty();
    }
}
