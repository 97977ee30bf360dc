// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.ConnectorContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Surroundings for tests of a connector's own, beside its contract test.
 *
 * @param clock the only source of time
 * @param privateAddressesAllowed whether the vendor may live on this machine, as a fake one does
 * @param things what destinations opened here have in common so far; empty where each is alone
 */
public record TestContext(Clock clock, boolean privateAddressesAllowed, Optional<Map<Object, Object>> things)
        implements ConnectorContext {

    public TestContext {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(things, "things");
    }

    /** Where each destination is alone. */
    public TestContext(Clock clock, boolean privateAddressesAllowed) {
        this(clock, privateAddressesAllowed, Optional.empty());
    }

    private record Name(Object key, Class<?> type) {}

    /** A fake vendor on this machine, and a time that stands still. */
    public static TestContext at(Instant now) {
        return new TestContext(Clock.fixed(now, ZoneOffset.UTC), true);
    }

    /** The same, where destinations of one account share what is the account's, as in a running Kohorte. */
    public TestContext sharing() {
        return new TestContext(clock, privateAddressesAllowed, Optional.of(new ConcurrentHashMap<>()));
    }

    @Override
    public <T> T shared(Object key, Class<T> type, Supplier<T> first) {
        return things.map(some -> type.cast(some.computeIfAbsent(new Name(key, type), missing -> first.get())))
                .orElseGet(first);
    }

    @Override
    public String userAgent() {
        return "Kohorte/test";
    }
}
