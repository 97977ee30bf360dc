// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences in two languages, as a JSON object of the English one and its translation. Blanks are written {@code {0}},
 * {@code {1}} in order; the translation may change their order, and leave some out.
 */
public final class Sentences {

    /** Connectors bring theirs in a file; this is far more than any needs. */
    public static final int MOST_BYTES = 256 << 10;

    private static final int LONGEST = 2_000;
    /** A sentence with fewer letters beside its blanks would take any text for its own. */
    private static final int FEWEST_LETTERS = 6;
    /** Trying all ways to fill more would take too long. */
    private static final int MOST_BLANKS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final Pattern BLANK = Pattern.compile("\\{(\\d)}");

    private final Map<String, String> translations;
    private final List<Template> templates;

    /** A sentence with blanks. */
    private record Template(Pattern english, String translation) {}

    private Sentences(Map<String, String> translations) {
        this.translations = translations;
        var found = new ArrayList<Template>();
        translations.forEach((english, translation) -> {
            if (BLANK.matcher(english).find()) {
                found.add(new Template(pattern(english), translation));
            }
        });
        // what says more beside its blanks is the better match
        found.sort(comparing(template -> -template.english().pattern().length()));
        this.templates = List.copyOf(found);
    }

    /**
     * Reads a JSON object of sentences.
     *
     * @throws IllegalArgumentException if it is none, or one of them could not be said
     */
    public static Sentences read(String json) {
        try {
            return of(JSON.readValue(json, TEXTS));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON object of texts", e);
        }
    }

    static Sentences of(Map<String, String> translations) {
        translations.forEach(Sentences::requireSayable);
        return new Sentences(new LinkedHashMap<>(translations));
    }

    /** These and others; where both have a sentence, these stay. */
    Sentences and(Sentences others) {
        var all = new LinkedHashMap<>(translations);
        others.translations.forEach(all::putIfAbsent);
        return new Sentences(all);
    }

    /**
     * The translation of a sentence; absent for any other text.
     *
     * @param filling translates what fills a blank
     */
    Optional<String> translate(String sentence, UnaryOperator<String> filling) {
        var whole = translations.get(sentence);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (var template : templates) {
            var found = template.english().matcher(sentence);
            if (found.matches()) {
                return Optional.of(filled(template.translation(), found, filling));
            }
        }
        return Optional.empty();
    }

    private static String filled(String translation, MatchResult found, UnaryOperator<String> filling) {
        return BLANK.matcher(translation)
                .replaceAll(blank -> Matcher.quoteReplacement(filling.apply(found.group(number(blank) + 1))));
    }

    private static Pattern pattern(String english) {
        var pattern = new StringBuilder();
        var blank = BLANK.matcher(english);
        var from = 0;
        while (blank.find()) {
            pattern.append(Pattern.quote(english.substring(from, blank.start())))
                    .append("(.+?)");
            from = blank.end();
        }
        pattern.append(Pattern.quote(english.substring(from)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    private static void requireSayable(String english, String translation) {
        if (translation == null
                || translation.isBlank()
                || Math.max(english.length(), translation.length()) > LONGEST) {
            throw unsayable(english, "has no translation, or one of them is too long");
        }
        var blanks = blanks(english);
        for (var i = 0; i < blanks.size(); i++) {
            if (blanks.get(i) != i) {
                throw unsayable(english, "does not count its blanks from {0} on");
            }
        }
        if (blanks.size() > MOST_BLANKS) {
            throw unsayable(english, "has too many blanks");
        }
        if (!blanks.isEmpty() && letters(english) < FEWEST_LETTERS) {
            throw unsayable(english, "says too little beside its blanks");
        }
        if (!blanks.containsAll(blanks(translation))) {
            throw unsayable(english, "lacks a blank of its translation");
        }
    }

    private static List<Integer> blanks(String text) {
        return BLANK.matcher(text).results().map(Sentences::number).toList();
    }

    private static int number(MatchResult blank) {
        return Integer.parseInt(blank.group(1));
    }

    private static long letters(String text) {
        return BLANK.matcher(text)
                .replaceAll("")
                .codePoints()
                .filter(Character::isLetter)
                .count();
    }

    private static IllegalArgumentException unsayable(String english, String why) {
        var shown = english.length() > 80 ? english.substring(0, 80) + "…" : english;
        return new IllegalArgumentException("'" + shown + "' " + why);
    }
}
