// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import io.kohorte.segmentsync.Explanations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * German for the English sentences of the server. The code says one sentence, in English, where something happens; what
 * it says may be kept for years and is turned only when somebody reads it. {@code speech/de.json} pairs each sentence
 * of ours with its German, connectors bring theirs along; what fills a blank is turned by the same books, and thousands
 * are grouped the German way.
 */
@Singleton
public class Phrasebook {

    private static final String OURS = "/speech/de.json";
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(,\\d{3})+");

    /** Ours with what came with the installation, then one of each plug-in: whoever stands before is heard first. */
    private volatile List<Sentences> books;

    public Phrasebook() {
        try (var ours = Phrasebook.class.getResourceAsStream(OURS)) {
            books = List.of(Sentences.read(new String(ours.readAllBytes(), StandardCharsets.UTF_8))
                    .and(explanations()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in what a part of the installation says: the better match of all these is spoken. */
    public synchronized void learn(Sentences brought) {
        var all = new ArrayList<>(books);
        all.set(0, all.get(0).and(brought));
        books = List.copyOf(all);
    }

    /** Takes in what a plug-in says: spoken where nobody before it has said the sentence. */
    public synchronized void learnLast(Sentences brought) {
        var all = new ArrayList<>(books);
        all.add(brought);
        books = List.copyOf(all);
    }

    /** The German for a sentence of the server; absent for any other text. */
    public Optional<String> german(String english) {
        return books.stream()
                .flatMap(book -> book.translate(english, this::turned).stream())
                .findFirst();
    }

    private String turned(String filling) {
        if (GROUPED.matcher(filling).matches()) {
            return filling.replace(',', '.');
        }
        return german(filling).orElse(filling);
    }

    private static Sentences explanations() {
        var said = new HashMap<String, String>();
        var english = Explanations.in(Locale.ENGLISH);
        var german = Explanations.in(Locale.GERMAN);
        for (var code : english.codes()) {
            said.put(english.of(code).sentence(), german.of(code).sentence());
            said.put(english.of(code).nextStep(), german.of(code).nextStep());
        }
        return Sentences.of(said);
    }
}
