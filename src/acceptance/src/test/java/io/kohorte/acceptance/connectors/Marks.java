// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** By which texts a person is known in requests of a connector, hashed or not: words that are in nobody else's preview. */
final class Marks {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}@.+/=_-]{6,}");

    private final Map<Integer, Set<String>> byPerson = new TreeMap<>();

    /** @param previews of each person, of all kinds of change */
    Marks(Map<Integer, String> previews) {
        previews.forEach((person, text) -> {
            Set<String> words = words(text);
            previews.forEach((other, texts) -> {
                if (!other.equals(person)) {
                    words.removeAll(words(texts));
                }
            });
            byPerson.put(person, words);
        });
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().map(MatchResult::group).forEach(words::add);
        return words;
    }

    /** Whom a request names, in the order in which it does. */
    List<Integer> in(String request) {
        return byPerson.keySet().stream()
                .filter(person -> place(person, request).isPresent())
                .sorted(Comparator.comparing(person -> place(person, request).orElseThrow()))
                .toList();
    }

    private Optional<Integer> place(int person, String request) {
        return byPerson.get(person).stream()
                .map(request::indexOf)
                .filter(place -> place >= 0)
                .min(Comparator.naturalOrder());
    }
}
