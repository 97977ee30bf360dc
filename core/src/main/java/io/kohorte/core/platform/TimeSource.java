// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one place where the application learns what time it is. */
@Singleton
final class TimeSource {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
