// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows into a table by {@code COPY} in text format: the fastest way in, several times that of batched inserts. */
public final class CopyRows implements AutoCloseable {

    private static final int FLUSH_AT = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(FLUSH_AT + 4096);
    private boolean rowBegun;

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * Begins a copy; it is complete after {@link #finish}, and without effect if closed before.
     *
     * @param target table and columns, from code: {@code event (key, profile)}
     */
    public static CopyRows into(Connection connection, String target) throws SQLException {
        return new CopyRows(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin"));
    }

    /** Adds one value; {@code toString} must be the text PostgreSQL reads for the column's type. */
    public CopyRows value(@Nullable Object value) {
        if (rowBegun) {
            buffer.append('\t');
        }
        rowBegun = true;
        if (value == null) {
            buffer.append("\\N");
        } else {
            escape(value.toString());
        }
        return this;
    }

    /** Ends the row. */
    public void endRow() throws SQLException {
        buffer.append('\n');
        rowBegun = false;
        if (buffer.length() >= FLUSH_AT) {
            flush();
        }
    }

    /** Ends the copy and answers how many rows were written. */
    public long finish() throws SQLException {
        flush();
        return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }

    /** Texts without anything to escape, nearly all, go in as a whole. */
    private void escape(String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        buffer.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                default -> buffer.append(c);
            }
        }
    }

    private static boolean isPlain(char c) {
        return c != '\\' && c != '\t' && c != '\n' && c != '\r';
    }
}
