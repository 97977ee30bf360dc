// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The text constants of a compiled class, from its constant pool (JVMS §4.4). */
final class TextConstants {

    private static final int MAGIC_AND_VERSION = 8;

    private TextConstants() {}

    /** Also those that javac joined, with a {@code \\1} where a value comes in. */
    static List<String> of(InputStream compiled) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(compiled))) {
            in.skipNBytes(MAGIC_AND_VERSION);
            var utf8 = new String[in.readUnsignedShort()];
            var strings = new ArrayList<Integer>();
            for (var i = 1; i < utf8.length; i++) {
                var tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> utf8[i] = in.readUTF();
                    // long and double take two places
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++;
                    }
                    case 7, 16, 19, 20 -> in.skipNBytes(2);
                    case 8 -> strings.add(in.readUnsignedShort());
                    case 15 -> in.skipNBytes(3);
                    default -> in.skipNBytes(4);
                }
            }
            return strings.stream().map(index -> utf8[index]).toList();
        }
    }
}
