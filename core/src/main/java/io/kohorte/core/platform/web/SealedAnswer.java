// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers are remembered encrypted, since some show a secret once. The Idempotency-Key opens them, and of it only a hash
 * is kept: whoever reads the table reads no answer.
 */
record SealedAnswer(String actor, String key) {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What stands in the table for the key. */
    String keyHash() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(derive("name"));
    }

    byte[] seal(byte[] answer) {
        var iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        var sealed = crypt(Cipher.ENCRYPT_MODE, iv, answer);
        var all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
        return all;
    }

    byte[] open(byte[] sealed) {
        return crypt(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, IV_BYTES),
                Arrays.copyOfRange(sealed, IV_BYTES, sealed.length));
    }

    private byte[] crypt(int mode, byte[] iv, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(derive("answer"), "AES"), new GCMParameterSpec(TAG_BITS, iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a remembered answer cannot be sealed or opened", e);
        }
    }

    private byte[] derive(String use) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal((use + "\n" + actor).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "answer to " + actor;
    }
}
