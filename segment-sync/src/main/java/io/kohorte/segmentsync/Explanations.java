// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** For every code one plain sentence and a next step, in English and German. */
public final class Explanations {

    private static final ResourceBundle.Control ENGLISH_OTHERWISE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;

    private Explanations(ResourceBundle texts) {
        this.texts = texts;
    }

    /** German for German, English for everybody else. */
    public static Explanations in(Locale locale) {
        return new Explanations(
                ResourceBundle.getBundle("io.kohorte.segmentsync.explanations", locale, ENGLISH_OTHERWISE));
    }

    /** @param code a {@code ProblemCode}, {@code SkipReason}, {@link GuardStop.Reason} or {@code PAUSED_BY_HAND} */
    public Explanation of(String code) {
        try {
            return new Explanation(code, texts.getString(code), texts.getString(code + ".next"));
        } catch (MissingResourceException unknown) {
            return of("UNEXPECTED");
        }
    }

    /** All codes there are words for. */
    public List<String> codes() {
        return texts.keySet().stream()
                .filter(key -> !key.endsWith(".next"))
                .sorted()
                .toList();
    }

    /**
     * What a code means.
     *
     * @param sentence what happened
     * @param nextStep what to do, and who
     */
    public record Explanation(String code, String sentence, String nextStep) {}
}
