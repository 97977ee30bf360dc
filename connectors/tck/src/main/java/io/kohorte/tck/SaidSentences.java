// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The English sentences in the classes of a connector: what begins with a capital or a value, and ends with a full stop. */
final class SaidSentences {

    private static final Pattern SENTENCE = Pattern.compile("(?s)[A-Z\u0001%][^\\n]* .*\\.");
    private static final Pattern VALUE = Pattern.compile("\u0001|%[,.0-9]*[sd]");
    /** A text with fewer letters beside its blanks, such as {@code {0} (HTTP {1}).}, joins what others say. */
    private static final int FEWEST_LETTERS = 6;

    private SaidSentences() {}

    /** Of the package of this class and of those below, with a blank {@code {0}}, {@code {1}} for each value. */
    static Set<String> around(Class<?> type) throws IOException {
        var sentences = new TreeSet<String>();
        var root = root(type);
        if (Files.isDirectory(root)) {
            collect(root.resolve(folder(type)), sentences);
        } else {
            try (var jar = FileSystems.newFileSystem(root)) {
                collect(jar.getPath("/" + folder(type)), sentences);
            }
        }
        return sentences;
    }

    private static void collect(Path folder, Set<String> sentences) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                TextConstants.of(Files.newInputStream(file)).stream()
                        .filter(text -> SENTENCE.matcher(text).matches())
                        .filter(text -> VALUE.matcher(text)
                                        .replaceAll("")
                                        .chars()
                                        .filter(Character::isLetter)
                                        .count()
                                >= FEWEST_LETTERS)
                        .map(SaidSentences::withBlanks)
                        .forEach(sentences::add);
            }
        }
    }

    private static String withBlanks(String text) {
        var parts = VALUE.split(text, -1);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> i == 0 ? parts[0] : "{" + (i - 1) + "}" + parts[i])
                .collect(Collectors.joining());
    }

    private static Path root(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("classes of " + type + " are in no folder and no jar", e);
        }
    }

    private static String folder(Class<?> type) {
        return type.getPackageName().replace('.', '/');
    }
}
