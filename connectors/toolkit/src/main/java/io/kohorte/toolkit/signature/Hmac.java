// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes by which vendors sign what they send to us: the UTF-8 bytes of the secret are the key. */
public enum Hmac {
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256");

    private final String algorithm;

    Hmac(String algorithm) {
        this.algorithm = algorithm;
    }

    /** @throws IllegalArgumentException for an empty secret: everybody could sign with it */
    public byte[] sign(Secret secret, byte[] message) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }

    /** In constant time. Upper or lower case; anything but hexadecimal digits verifies nothing. */
    public boolean verifiesHex(Secret secret, byte[] message, String signature) {
        try {
            var given = HexFormat.of().parseHex(signature.strip().toLowerCase(Locale.ROOT));
            return MessageDigest.isEqual(sign(secret, message), given);
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }
}
