// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name as hexadecimal digits: safe inside an SQL text, and as good as different for different names. */
final class Fingerprint {

    private Fingerprint() {}

    static String hex(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
