// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures {@code v1} of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: HMAC-SHA256 over
 * {@code id.timestamp.body}. Several secrets sign together and each of them verifies, so that a secret can be changed
 * while messages are on their way.
 */
public final class StandardWebhooks {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How far the sender's clock may be from ours. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    private final List<SecretKeySpec> keys;

    private StandardWebhooks(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param secrets the current one first; {@code whsec_} and Base64, or Base64 alone
     * @throws IllegalArgumentException without the secret in it, when one is not {@link #usable} or there is none
     */
    public static StandardWebhooks with(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a signature needs a secret");
        }
        return new StandardWebhooks(secrets.stream()
                .map(secret -> key(secret)
                        .orElseThrow(() -> new IllegalArgumentException("a signing secret is whsec_ and Base64")))
                .toList());
    }

    /** Whether this is Base64 of at least one byte, with or without {@code whsec_}. */
    public static boolean usable(Secret secret) {
        return key(secret).isPresent();
    }

    /**
     * Value of the header {@code webhook-signature}.
     *
     * @param id of the message, the same on every attempt, without a dot
     * @param attempt when it is sent; whole seconds count
     */
    public String sign(String id, Instant attempt, byte[] body) {
        return keys.stream()
                .map(key -> VERSION
                        + Base64.getEncoder()
                                .encodeToString(mac(key, id, Long.toString(attempt.getEpochSecond()), body)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether one of the secrets signed this message within the {@link #TOLERANCE tolerance}.
     *
     * @param signatures value of the header; entries of unknown versions are passed over
     */
    public boolean verify(String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id.isEmpty() || !recent(timestamp, now)) {
            return false;
        }
        var verified = false;
        for (var key : keys) {
            var expected = mac(key, id, timestamp, body);
            for (var entry : signatures.split(" ", 32)) {
                verified |= entry.startsWith(VERSION)
                        && decoded(entry.substring(VERSION.length()))
                                .filter(given -> MessageDigest.isEqual(expected, given))
                                .isPresent();
            }
        }
        return verified;
    }

    /**
     * Lets a genuine call pass: one of the secrets signed it within the {@link #TOLERANCE tolerance}.
     *
     * @return the id of the message, the same when it is sent again
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} for any other call
     */
    public String verify(InboundCall call) {
        var id = call.header(ID).orElse("");
        var time = call.header(TIMESTAMP).orElse("");
        if (!verify(id, time, call.header(SIGNATURE).orElse(""), call.body(), call.receivedAt())) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The signature of the message is wrong, or the message too old."));
        }
        return id;
    }

    private static boolean recent(String timestamp, Instant now) {
        var wellFormed = !timestamp.isEmpty()
                && timestamp.length() <= 11
                && timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed && Math.abs(now.getEpochSecond() - Long.parseLong(timestamp)) <= TOLERANCE.toSeconds();
    }

    private static Optional<SecretKeySpec> key(Secret secret) {
        var text = secret.reveal().strip();
        var encoded = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        return decoded(encoded).filter(bytes -> bytes.length > 0).map(bytes -> new SecretKeySpec(bytes, ALGORITHM));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] mac(SecretKeySpec key, String id, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "StandardWebhooks with " + keys.size() + " secrets";
    }
}
