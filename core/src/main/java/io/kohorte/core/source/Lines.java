// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.IOException;
import java.util.Optional;

/** The lines of a file; blank ones are no rows. */
final class Lines {

    /** A line, or why it is none. */
    record Line(long number, Optional<String> text, InvalidReason problem) {}

    private final ByteWindow window;
    private long number;

    Lines(ByteWindow window) {
        this.window = window;
    }

    /** The next line that is not blank, or empty at the end. */
    Optional<Line> next() throws IOException {
        while (window.at(0) != ByteWindow.END) {
            number++;
            int length = 0;
            int b = window.at(0);
            while (b != '\n' && b != ByteWindow.END && length < ByteWindow.LONGEST_ROW) {
                length++;
                b = window.at(length);
            }
            if (b != '\n' && b != ByteWindow.END) {
                skipLine(window);
                return Optional.of(new Line(number, Optional.empty(), InvalidReason.LINE_TOO_LONG));
            }
            Optional<String> text = window.text(0, length);
            window.consume(b == '\n' ? length + 1 : length);
            if (text.isEmpty() || !text.get().isBlank()) {
                return Optional.of(new Line(number, text, InvalidReason.ENCODING_INVALID));
            }
        }
        return Optional.empty();
    }

    /** Consumes up to and including the next end of line, however far it is. */
    static void skipLine(ByteWindow window) throws IOException {
        int b = window.at(0);
        while (b != ByteWindow.END && b != '\n') {
            window.consume(1);
            b = window.at(0);
        }
        if (b == '\n') {
            window.consume(1);
        }
    }
}
