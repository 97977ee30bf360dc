// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes RFC 4180, one row at a time, in constant memory. */
final class Csv implements Closeable {

    private final BufferedWriter out;
    private long rows;

    Csv(Path file, String... header) throws IOException {
        out = Files.newBufferedWriter(file);
        row(header);
        rows = 0;
    }

    void row(String... cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            cell(cells[i]);
        }
        out.write('\n');
        rows++;
    }

    /** Data rows so far, without the header. */
    long rows() {
        return rows;
    }

    private void cell(String text) throws IOException {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        if (plain) {
            out.write(text);
        } else {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
