// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.kohorte.spi.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** What all syncs of one vendor account share: pace, calls at a time, circuit. Thread-safe. */
final class Account {

    private static final Duration PROBE = Duration.ofSeconds(5);

    private final Clock clock;
    private final DeliveryPolicy.CircuitPolicy policy;
    private final Duration lease;
    private final Register register;
    private final Set<SyncId> queue = new LinkedHashSet<>();
    private Optional<Pace> pace = Optional.empty();
    private Instant throttledUntil;
    private Instant openUntil;
    private int failures;
    private Instant heardOf;
    private boolean lost;

    /**
     * @param before how the account was left
     * @param lease how long it surely belongs to this process once the register said so
     */
    Account(Clock clock, DeliveryPolicy.CircuitPolicy policy, State before, Duration lease, Register register) {
        this.clock = clock;
        this.policy = policy;
        this.lease = lease;
        this.heardOf = clock.instant();
        this.register = register;
        this.throttledUntil = before.throttledUntil();
        this.openUntil = before.openUntil();
        this.failures = before.failures();
    }

    /** What outlives a process. The epoch means that there is nothing to wait for. */
    record State(Instant throttledUntil, Instant openUntil, int failures) {
        static final State WELL = new State(Instant.EPOCH, Instant.EPOCH, 0);
    }

    /** Where all processes look. */
    interface Register {
        /** Never fails: an answer is on its way to be recorded. */
        void note(State state);

        /** Whether it belongs to this process for another while; otherwise another has it. */
        boolean prolong();
    }

    /** Whether another process has it. Asks only when this process was not heard of for a while, as after a sleep. */
    synchronized boolean isLost() {
        var silence = Duration.between(heardOf, clock.instant());
        if (silence.isNegative() || silence.compareTo(lease) >= 0) {
            prolong();
        }
        return lost;
    }

    synchronized void prolong() {
        var asked = clock.instant();
        lost = !register.prolong();
        heardOf = asked;
    }

    private record Pace(Limits limits, Bucket bucket, Semaphore slots) {}

    /**
     * Zero: go now, a place in the window is taken. Otherwise: ask again after so long. Syncs take turns: whoever waits is
     * asked before whoever just had a call, until it {@linkplain #leave leaves}.
     */
    synchronized Duration admission(SyncId sync, Limits limits) {
        queue.add(sync);
        var wait = wait(sync, limits);
        if (wait.isZero()) {
            queue.remove(sync);
        }
        return wait;
    }

    /** It waits no longer, for whatever reason. */
    synchronized void leave(SyncId sync) {
        queue.remove(sync);
    }

    private Duration wait(SyncId sync, Limits limits) {
        var now = clock.instant();
        var closedUntil = throttledUntil.isAfter(openUntil) ? throttledUntil : openUntil;
        if (closedUntil.isAfter(now)) {
            return Duration.between(now, closedUntil);
        }
        if (!queue.iterator().next().equals(sync)) {
            return limits.window().dividedBy(limits.requests()).plusNanos(1);
        }
        var probe = pace(limits).bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
        }
        if (isTripped()) {
            openUntil = now.plus(PROBE); // this call is the probe, others wait for what it finds
        }
        return Duration.ZERO;
    }

    /** Calls as many at a time as the account takes; others queue here. */
    Place place(Limits limits) throws InterruptedException {
        var slots = pace(limits).slots;
        slots.acquire();
        return slots::release;
    }

    /** The right to make one call; closed when that is over. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** A window never sees more calls than allowed: what may burst and what trickles in add up to the limit. */
    private synchronized Pace pace(Limits limits) {
        var known = pace.filter(some -> some.limits.equals(limits));
        if (known.isPresent()) {
            return known.get();
        }
        int burst = Math.max(1, limits.requests() / 10);
        int refill = Math.max(1, limits.requests() - burst);
        var bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, limits.window()))
                .withCustomTimePrecision(new Meter(clock))
                .build();
        var fresh = new Pace(limits, bucket, new Semaphore(limits.concurrency(), true));
        pace = Optional.of(fresh);
        return fresh;
    }

    synchronized void throttled(Instant until) {
        recovered();
        if (until.isAfter(throttledUntil)) {
            throttledUntil = until;
        }
        note();
    }

    synchronized void succeeded() {
        if (failures > 0) {
            recovered();
            note();
        }
    }

    private void recovered() {
        failures = 0;
        openUntil = Instant.EPOCH;
    }

    private void note() {
        register.note(new State(throttledUntil, openUntil, failures));
    }

    synchronized void failed() {
        failures++;
        if (isTripped()) {
            var open = policy.open().multipliedBy(1L << Math.min(failures - policy.failures(), 16));
            openUntil = clock.instant().plus(open.compareTo(policy.longest()) > 0 ? policy.longest() : open);
        }
        note();
    }

    private boolean isTripped() {
        return failures >= policy.failures();
    }

    synchronized String circuit() {
        return policy.circuit(failures, openUntil, clock.instant());
    }

    private record Meter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            var now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
