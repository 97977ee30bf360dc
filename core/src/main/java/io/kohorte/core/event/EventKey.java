// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The 128-bit name of an event: the same event of the same source has the same one, however often it is delivered. */
public final class EventKey {

    private EventKey() {}

    /** The key of a message that carries its own id. */
    public static UUID ofMessage(long source, String messageId) {
        MessageDigest digest = digest('m', source);
        digest.update(messageId.getBytes(StandardCharsets.UTF_8));
        return key(digest);
    }

    /**
     * The key of a row without an id.
     *
     * @param content hash of the row's columns and values
     * @param occurrence 1 for the first row of this content in its file: two equal order lines are two lines
     */
    public static UUID ofRow(long source, byte[] content, long occurrence) {
        MessageDigest digest = digest('r', source);
        digest.update(content);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(occurrence).array());
        return key(digest);
    }

    private static MessageDigest digest(char kind, long source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Character.BYTES + Long.BYTES)
                    .putChar(kind)
                    .putLong(source)
                    .array());
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static UUID key(MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }
}
