// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A digest and the way it is written. The text hashed is UTF-8. */
public enum Hash {
    SHA256_HEX("SHA-256", 64),
    /** The digest's 32 bytes in Base64 with padding. */
    SHA256_BASE64("SHA-256", 64),
    MD5_HEX("MD5", 32);

    private static final HexFormat HEX = HexFormat.of();

    @SuppressWarnings("ImmutableEnumChecker") // only ever copied
    private final MessageDigest prototype;

    private final int hexLength;

    Hash(String algorithm, int hexLength) {
        try {
            this.prototype = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.hexLength = hexLength;
    }

    /** Hashes a normalised value; callers see to it that it is not empty. */
    public String of(String normalised) {
        return written(fresh().digest(normalised.getBytes(StandardCharsets.UTF_8)));
    }

    /** The value in this form, when it is the hexadecimal text of such a digest already. */
    Optional<String> alreadyHashed(String raw) {
        var length = raw.length();
        if (length < hexLength) {
            return Optional.empty();
        }
        var text = raw.strip();
        if (text.length() != hexLength || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(this == SHA256_BASE64 ? written(HEX.parseHex(text)) : text.toLowerCase(Locale.ROOT));
    }

    private String written(byte[] digest) {
        return this == SHA256_BASE64 ? Base64.getEncoder().encodeToString(digest) : HEX.formatHex(digest);
    }

    /** Copying one that was never fed costs a fraction of looking the algorithm up. */
    private MessageDigest fresh() {
        try {
            return (MessageDigest) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
