// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words by which files and people say yes and no, in English and German. */
public final class YesOrNo {

    private static final Map<String, Boolean> WORDS = Map.ofEntries(
            Map.entry("true", true),
            Map.entry("yes", true),
            Map.entry("y", true),
            Map.entry("1", true),
            Map.entry("t", true),
            Map.entry("ja", true),
            Map.entry("granted", true),
            Map.entry("subscribed", true),
            Map.entry("opt-in", true),
            Map.entry("false", false),
            Map.entry("no", false),
            Map.entry("n", false),
            Map.entry("0", false),
            Map.entry("f", false),
            Map.entry("nein", false),
            Map.entry("denied", false),
            Map.entry("unsubscribed", false),
            Map.entry("opt-out", false));

    private YesOrNo() {}

    /** What a word says, whatever its case; empty where it says neither. */
    public static Optional<Boolean> of(String word) {
        return Optional.ofNullable(WORDS.get(word.strip().toLowerCase(Locale.ROOT)));
    }
}
