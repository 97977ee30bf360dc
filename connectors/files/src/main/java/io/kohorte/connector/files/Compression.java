// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How the content of files is packed. The same content gives the same bytes: no time of writing is noted in them. */
enum Compression {
    NONE(""),
    GZIP(".gz");

    /** Behind that of the format. */
    final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    static Compression of(Settings settings) {
        return settings.text("compression", "none").equals("gzip") ? GZIP : NONE;
    }

    static Compression named(String file) {
        return file.endsWith(GZIP.extension) ? GZIP : NONE;
    }

    FileToWrite file(String name, FileFormat format, byte[] content, List<Integer> rows) {
        return this == GZIP
                ? new FileToWrite(name, "application/gzip", content, packed(content), rows)
                : new FileToWrite(name, format.contentType, content, content, rows);
    }

    private static byte[] packed(byte[] content) {
        var packed = new ByteArrayOutputStream(content.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return packed.toByteArray();
    }

    /**
     * @param most bytes of the content that are read
     * @throws IOException for what is not packed so, or holds more
     */
    byte[] unpacked(byte[] bytes, int most) throws IOException {
        if (this == NONE) {
            return bytes;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            var content = gzip.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException("it holds more than " + most + " bytes");
            }
            return content;
        }
    }
}
