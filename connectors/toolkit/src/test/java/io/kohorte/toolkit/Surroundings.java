// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.WireAnswer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What a connector is lent, in tests: a clock that stands still, and private addresses allowed or not. */
public record Surroundings(
        Clock clock, boolean privateAddressesAllowed, Map<Object, Object> things, List<WireAnswer> answers)
        implements ConnectorContext {

    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    public static Surroundings open() {
        return new Surroundings(
                Clock.fixed(NOON, ZoneOffset.UTC), true, new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>());
    }

    public static Surroundings guarded() {
        return new Surroundings(
                Clock.fixed(NOON, ZoneOffset.UTC), false, new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>());
    }

    public Surroundings at(Clock other) {
        return new Surroundings(other, privateAddressesAllowed, things, answers);
    }

    @Override
    public void heard(WireAnswer answer) {
        answers.add(answer);
    }

    @Override
    public <T> T shared(Object key, Class<T> type, Supplier<T> first) {
        return type.cast(things.computeIfAbsent(key, missing -> first.get()));
    }

    @Override
    public String userAgent() {
        return "Kohorte/test";
    }
}
