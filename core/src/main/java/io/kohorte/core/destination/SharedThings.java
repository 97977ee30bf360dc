// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Things that open destinations have in common, held as long as one of them holds them. Thread-safe. */
final class SharedThings {

    private final Map<Name, WeakReference<Object>> things = new HashMap<>();

    private record Name(Object key, Class<?> type) {}

    synchronized <T> T of(Object key, Class<T> type, Supplier<T> first) {
        var name = new Name(key, type);
        things.values().removeIf(thing -> thing.get() == null);
        return Optional.ofNullable(things.get(name))
                .map(WeakReference::get)
                .map(type::cast)
                .orElseGet(() -> {
                    var thing = first.get();
                    things.put(name, new WeakReference<>(thing));
                    return thing;
                });
    }
}
