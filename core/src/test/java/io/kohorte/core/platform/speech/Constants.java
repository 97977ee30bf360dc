// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.speech;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The text constants of a compiled class, from its constant pool (JVMS §4.4): also those that javac joined, with a
 * {@code \\1} where a value comes in.
 *
 * @param names of the classes it mentions, with slashes
 */
record Constants(List<String> texts, List<String> names) {

    static Constants of(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(8);
            var count = in.readUnsignedShort();
            var utf8 = new String[count];
            var strings = new ArrayList<Integer>();
            var classes = new ArrayList<Integer>();
            for (var i = 1; i < count; i++) {
                var tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> utf8[i] = in.readUTF();
                    case 5, 6 -> {
                        in.readLong();
                        i++;
                    }
                    case 7 -> classes.add(in.readUnsignedShort());
                    case 8 -> strings.add(in.readUnsignedShort());
                    case 15 -> in.skipNBytes(3);
                    case 16, 19, 20 -> in.readUnsignedShort();
                    default -> in.readInt();
                }
            }
            return new Constants(
                    strings.stream().map(index -> utf8[index]).toList(),
                    classes.stream().map(index -> utf8[index]).toList());
        }
    }

    /** With the values that come in written as blanks, as the phrasebook writes them. */
    static String withBlanks(String text) {
        var parts = text.split("\u0001|%[,.0-9]*[sd]", -1);
        return IntStream.range(0, parts.length)
                .mapToObj(i -> i == 0 ? parts[0] : "{" + (i - 1) + "}" + parts[i])
                .reduce("", String::concat);
    }
}
