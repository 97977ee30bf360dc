// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Values a person chose for an account or an audience, valid against the connector's JSON Schema before a connector sees
 * them. Immutable. {@link #toString()} shows names only, since any value may be a secret.
 */
public final class Settings {

    private static final Settings EMPTY = new Settings(Map.of());

    private final Map<String, Object> values;

    private Settings(Map<String, ?> values) {
        this.values = Map.copyOf(values);
    }

    public static Settings empty() {
        return EMPTY;
    }

    /**
     * @param values names to {@link String}, {@link Boolean}, {@link Number}, {@link List} or {@link Map}; an absent
     *     value is left out, never {@code null}
     */
    public static Settings of(Map<String, ?> values) {
        return new Settings(values);
    }

    /** @throws IllegalArgumentException if the setting is absent: a required setting is in the schema, so this is a bug */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new IllegalArgumentException("missing setting: " + name));
    }

    public String text(String name, String fallback) {
        return optionalText(name).orElse(fallback);
    }

    /** Empty when absent or blank: an emptied form field means "not set". */
    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString).filter(value -> !value.isBlank());
    }

    public boolean flag(String name, boolean fallback) {
        var value = values.get(name);
        return value == null ? fallback : Boolean.parseBoolean(value.toString());
    }

    /** @throws NumberFormatException if the value is no whole number */
    public int number(String name, int fallback) {
        var value = values.get(name);
        return value == null ? fallback : new BigDecimal(value.toString()).intValueExact();
    }

    public List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** Pairs of text, for example additional headers; empty when absent. */
    public Map<String, String> pairs(String name) {
        var pairs = new LinkedHashMap<String, String>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> pairs.put(key.toString(), value.toString()));
        }
        return Map.copyOf(pairs);
    }

    public Map<String, Object> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Settings" + new TreeSet<>(values.keySet());
    }
}
