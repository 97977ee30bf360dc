// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random texts that open doors, and what is kept of them. */
final class Secret {

    static final String TOKEN_PREFIX = "khr_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** 256 bits: nobody guesses it, so a fast hash is enough to keep it. */
    static String token() {
        return TOKEN_PREFIX + random(32);
    }

    /** 120 bits, short enough to type. */
    static String password() {
        return random(15);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
