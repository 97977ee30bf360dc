// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * Rows of a {@code COPY … TO STDOUT (FORMAT binary)}, read one after the other: no parsing of text, bounded memory. The
 * caller reads every column of a row in order. Format: PostgreSQL manual, COPY, "Binary Format".
 */
final class PostgresCopy implements AutoCloseable {

    private static final int SIGNATURE_AND_FLAGS = 15;
    private static final int BUFFER = 1 << 16;

    /** Microseconds from 1970 to 2000, where PostgreSQL's binary timestamps begin. */
    private static final long EPOCH_2000 = 946_684_800_000_000L;

    private final DataInputStream in;

    PostgresCopy(Connection postgres, String copy) throws SQLException, IOException {
        in = new DataInputStream(
                new BufferedInputStream(new PGCopyInputStream(postgres.unwrap(PGConnection.class), copy), BUFFER));
        in.skipNBytes(SIGNATURE_AND_FLAGS);
        in.skipNBytes(in.readInt());
    }

    boolean next() throws IOException {
        return in.readShort() >= 0;
    }

    int int4() throws IOException {
        present(Integer.BYTES);
        return in.readInt();
    }

    @Nullable
    Integer optionalInt4() throws IOException {
        return in.readInt() < 0 ? null : (Integer) in.readInt();
    }

    long int8() throws IOException {
        present(Long.BYTES);
        return in.readLong();
    }

    @Nullable
    Double float8() throws IOException {
        return in.readInt() < 0 ? null : (Double) in.readDouble();
    }

    /** Microseconds since 1970 in UTC; infinite times are the far ends of what is possible. */
    long timestamp() throws IOException {
        return since1970(int8());
    }

    @Nullable
    Long optionalTimestamp() throws IOException {
        return in.readInt() < 0 ? null : (Long) since1970(in.readLong());
    }

    private static long since1970(long micros) {
        return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE ? micros : micros + EPOCH_2000;
    }

    @Nullable
    UUID uuid() throws IOException {
        return in.readInt() < 0 ? null : new UUID(in.readLong(), in.readLong());
    }

    @Nullable
    String text() throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private void present(int bytes) throws IOException {
        if (in.readInt() != bytes) {
            throw new IOException("the column is absent or of another size");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
