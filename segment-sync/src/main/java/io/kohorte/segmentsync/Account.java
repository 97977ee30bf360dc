// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.segmentsync.Onlooker.Step.Reason;
import io.kohorte.spi.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What all syncs of one vendor account share: pace, calls at a time, circuit. Thread-safe. */
final class Account {

    private static final Duration PROBE = Duration.ofSeconds(5);

    private final Clock clock;
    private final DeliveryPolicy.CircuitPolicy policy;
    private final Duration lease;
    private final Register register;
    private final Set<SyncId> queue = new LinkedHashSet<>();
    private Optional<Slots> slots = Optional.empty();
    private Instant paidUntil;
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
        this.paidUntil = before.paidUntil();
        this.throttledUntil = before.throttledUntil();
        this.openUntil = before.openUntil();
        this.failures = before.failures();
    }

    /** What outlives a process. The epoch means that there is nothing to wait for. */
    record State(Instant throttledUntil, Instant openUntil, int failures, Instant paidUntil) {
        static final State WELL = new State(Instant.EPOCH, Instant.EPOCH, 0, Instant.EPOCH);
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

    private record Slots(Limits limits, Semaphore free) {}

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
        var pace = pace(limits, now);
        if (!pace.isZero()) {
            return pace;
        }
        if (isTripped()) {
            openUntil = now.plus(PROBE); // this call is the probe, others wait for what it finds
        }
        return Duration.ZERO;
    }

    /** What a call that is not admitted now waits for. */
    synchronized Reason obstacle() {
        var now = clock.instant();
        if (openUntil.isAfter(now)) {
            return Reason.CIRCUIT;
        }
        return throttledUntil.isAfter(now) ? Reason.THROTTLED : Reason.PACE;
    }

    /** Empty when as many calls are out as the account takes at a time. */
    Optional<Place> freePlace(Limits limits) throws InterruptedException {
        var free = slots(limits);
        return free.tryAcquire(0, TimeUnit.SECONDS) ? Optional.of(free::release) : Optional.empty();
    }

    /** Calls as many at a time as the account takes; others queue here. */
    Place place(Limits limits) throws InterruptedException {
        var free = slots(limits);
        free.acquire();
        return free::release;
    }

    /** The right to make one call; closed when that is over. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Each call pays for the time that the pace gives it, in advance as far as may burst. A window never sees more calls
     * than allowed: what bursts and what trickles in add up to the limit.
     */
    private Duration pace(Limits limits, Instant now) {
        int burst = Math.max(1, limits.requests() / 10);
        int refill = Math.max(1, limits.requests() - burst);
        var call = limits.window().dividedBy(refill);
        if (paidUntil.isAfter(now.plus(limits.window()))) {
            paidUntil = now.plus(limits.window()); // whoever wrote it had another clock, or narrower limits
        }
        var earliest = paidUntil.minus(call.multipliedBy(burst - 1));
        if (earliest.isAfter(now)) {
            return Duration.between(now, earliest);
        }
        paidUntil = (paidUntil.isAfter(now) ? paidUntil : now).plus(call);
        return Duration.ZERO;
    }

    private synchronized Semaphore slots(Limits limits) {
        var known = slots.filter(some -> some.limits.equals(limits))
                .orElseGet(() -> new Slots(limits, new Semaphore(limits.concurrency(), true)));
        slots = Optional.of(known);
        return known.free;
    }

    synchronized State state() {
        return new State(throttledUntil, openUntil, failures, paidUntil);
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
        register.note(state());
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
}
