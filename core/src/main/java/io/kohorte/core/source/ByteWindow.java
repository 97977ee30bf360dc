// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A bounded look ahead into a stream: a row is looked at as a whole before it is consumed, and can be looked at again. */
final class ByteWindow {

    static final int END = -1;

    /** A row longer than this is refused. */
    static final int LONGEST_ROW = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[2 * LONGEST_ROW];
    private int start;
    private int end;
    private boolean drained;

    ByteWindow(InputStream in) throws IOException {
        this.in = in;
        if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            consume(3);
        }
    }

    /** The byte at a distance from the present place, up to {@link #LONGEST_ROW} and a little, or {@link #END}. */
    int at(int distance) throws IOException {
        int place = start + distance;
        if (place < end) {
            return buffer[place] & 0xFF;
        }
        return fill(distance) ? buffer[start + distance] & 0xFF : END;
    }

    void consume(int bytes) {
        start += bytes;
    }

    /** Text of a part of the window, or empty if it is not UTF-8. */
    Optional<String> text(int from, int to) {
        int offset = start + from;
        int length = to - from;
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] < 0) {
                return decode(offset, length);
            }
        }
        return Optional.of(new String(buffer, offset, length, StandardCharsets.US_ASCII));
    }

    private Optional<String> decode(int offset, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(buffer, offset, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private boolean fill(int distance) throws IOException {
        if (start > 0 && start + distance >= buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        while (!drained && end <= start + distance) {
            if (end == buffer.length) {
                throw new IllegalStateException("looked too far ahead: " + distance);
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                drained = true;
            } else {
                end += read;
            }
        }
        return end > start + distance;
    }
}
