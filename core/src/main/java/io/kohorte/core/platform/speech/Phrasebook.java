// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.segmentsync.Explanations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * German for the English sentences of the server. The code says one sentence, in English, where something happens; what
 * it says may be kept for years and is turned only when somebody reads it. {@code speech/de.json} pairs each sentence
 * with its German, blanks written {@code {0}}, {@code {1}}; what fills a blank is turned by the same book, and thousands
 * are grouped the German way.
 */
@Singleton
public class Phrasebook {

    private static final String BOOK = "/speech/de.json";
    private static final Pattern BLANK = Pattern.compile("\\{(\\d)}");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(,\\d{3})+");

    private final Map<String, String> whole = new HashMap<>();
    private final List<Phrase> phrases = new ArrayList<>();

    /** A sentence with blanks. */
    private record Phrase(Pattern english, String german) {}

    Phrasebook(ObjectMapper json) {
        try (var book = Phrasebook.class.getResourceAsStream(BOOK)) {
            json.readValue(book, new TypeReference<Map<String, String>>() {}).forEach(this::learn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var english = Explanations.in(Locale.ENGLISH);
        var german = Explanations.in(Locale.GERMAN);
        for (var code : english.codes()) {
            whole.putIfAbsent(english.of(code).sentence(), german.of(code).sentence());
            whole.putIfAbsent(english.of(code).nextStep(), german.of(code).nextStep());
        }
    }

    private void learn(String english, String german) {
        if (!BLANK.matcher(english).find()) {
            whole.put(english, german);
            return;
        }
        var pattern = new StringBuilder();
        var blank = BLANK.matcher(english);
        var from = 0;
        while (blank.find()) {
            pattern.append(Pattern.quote(english.substring(from, blank.start())))
                    .append("(.+?)");
            from = blank.end();
        }
        pattern.append(Pattern.quote(english.substring(from)));
        phrases.add(new Phrase(Pattern.compile(pattern.toString(), Pattern.DOTALL), german));
        // what says more beside its blanks is the better match
        phrases.sort((one, other) -> Integer.compare(
                other.english().pattern().length(), one.english().pattern().length()));
    }

    /** The German for a sentence of the server; absent for any other text. */
    public Optional<String> german(String english) {
        var known = whole.get(english);
        return known != null ? Optional.of(known) : filled(english);
    }

    private Optional<String> filled(String english) {
        for (var phrase : phrases) {
            var found = phrase.english().matcher(english);
            if (found.matches()) {
                return Optional.of(BLANK.matcher(phrase.german())
                        .replaceAll(blank -> java.util.regex.Matcher.quoteReplacement(
                                turned(found.group(Integer.parseInt(blank.group(1)) + 1)))));
            }
        }
        return Optional.empty();
    }

    private String turned(String filling) {
        if (GROUPED.matcher(filling).matches()) {
            return filling.replace(',', '.');
        }
        return german(filling).orElse(filling);
    }
}
