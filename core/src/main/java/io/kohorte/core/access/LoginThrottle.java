// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after five wrong passwords for one name from one address each further attempt has to wait, twice
 * as long every time. By pair, so that a stranger cannot lock a user out from elsewhere.
 */
@Singleton
class LoginThrottle {

    private static final int FREE_ATTEMPTS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int LARGEST_MEMORY = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > LARGEST_MEMORY;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant blockedUntil) {}

    /** How long to wait before the next attempt; zero when it may come now. */
    synchronized Duration wait(String address, String name) {
        var known = failures.get(key(address, name));
        var now = clock.instant();
        return known == null || !known.blockedUntil().isAfter(now)
                ? Duration.ZERO
                : Duration.between(now, known.blockedUntil()).plusSeconds(1);
    }

    synchronized void failed(String address, String name) {
        var now = clock.instant();
        failures.merge(key(address, name), new Failures(1, now), (old, one) -> {
            var count = old.count() + 1;
            return new Failures(count, now.plus(pause(count)));
        });
    }

    synchronized void succeeded(String address, String name) {
        failures.remove(key(address, name));
    }

    private static Duration pause(int count) {
        if (count < FREE_ATTEMPTS) {
            return Duration.ZERO;
        }
        var doubled = Duration.ofSeconds(1L << Math.min(20, count - FREE_ATTEMPTS));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    private static String key(String address, String name) {
        return address + " " + name;
    }
}
