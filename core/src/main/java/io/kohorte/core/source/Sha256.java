// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes that stand for contents and names. */
final class Sha256 {

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A name as hexadecimal digits: safe inside an SQL text, and as good as different for different names. */
    static String ofName(String name) {
        return HexFormat.of().formatHex(digest().digest(name.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }
}
