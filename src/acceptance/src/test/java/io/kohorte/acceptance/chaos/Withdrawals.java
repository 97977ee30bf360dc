// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who took back their consent or was suppressed, and since when the application had confirmed it. What was already read for a
 * request may still go out for a while; afterwards nobody is sent.
 */
final class Withdrawals {

    /** No row is older than a second when its call starts, and a call takes no longer than its time-out. */
    private static final Duration ON_ITS_WAY = Vendor.PATIENCE.plusMillis(1_500);

    private final Map<String, Long> consents = new ConcurrentHashMap<>();
    private final Map<String, Long> suppressions = new ConcurrentHashMap<>();
    private volatile Duration stoodStill = Duration.ZERO;

    void consentTakenBack(String userId) {
        consents.putIfAbsent(userId, System.nanoTime());
    }

    /** Called before the application is told: from now on it may be sent. */
    void consentGiven(String userId) {
        consents.remove(userId);
    }

    void suppressed(String userId) {
        suppressions.putIfAbsent(userId, System.nanoTime());
    }

    void released(String userId) {
        suppressions.remove(userId);
    }

    /** Once an alias may have joined people, the judge alone says who is wanted. */
    void forget(String userId) {
        consents.remove(userId);
        suppressions.remove(userId);
    }

    /** A process that stood still for so long did not see the time pass between reading and sending. */
    void allowFor(Duration standstill) {
        stoodStill = standstill;
    }

    /** How long ago the person said no, if that is longer than a request can be on its way. */
    Optional<Duration> overdue(String userId, boolean asksForConsent) {
        Optional<Long> suppressed = Optional.ofNullable(suppressions.get(userId));
        Optional<Long> withdrawn = asksForConsent ? Optional.ofNullable(consents.get(userId)) : Optional.empty();
        long now = System.nanoTime();
        return suppressed
                .or(() -> withdrawn)
                .map(at -> Duration.ofNanos(now - at))
                .filter(ago -> ago.compareTo(ON_ITS_WAY.plus(stoodStill)) > 0);
    }
}
