// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.ClassReader;

/**
 * The text constants of a compiled class: also those that javac joined, with a {@code \\1} where a value comes in.
 *
 * @param names of the classes it mentions, with slashes
 */
record Constants(List<String> texts, List<String> names) {

    private static final int CLASS = 7;
    private static final int STRING = 8;

    static Constants of(Path file) throws IOException {
        var reader = new ClassReader(Files.readAllBytes(file));
        var buffer = new char[reader.getMaxStringLength()];
        var texts = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var i = 1; i < reader.getItemCount(); i++) {
            var at = reader.getItem(i);
            // 0 where the wide constant before it has two places
            switch (at == 0 ? 0 : reader.readByte(at - 1)) {
                case CLASS -> names.add(reader.readUTF8(at, buffer));
                case STRING -> texts.add(reader.readUTF8(at, buffer));
                default -> {}
            }
        }
        return new Constants(texts, names);
    }

    /** With the values that come in written as blanks, as the phrasebook writes them. */
    static String withBlanks(String text) {
        var parts = text.split("\u0001|%[,.0-9]*[sd]", -1);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> i == 0 ? parts[0] : "{" + (i - 1) + "}" + parts[i])
                .reduce("", String::concat);
    }
}
