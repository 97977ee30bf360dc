// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.InboundCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Signatures of the Event Webhook: ECDSA with SHA-256 over the time and the raw body, in Base64. SendGrid shows the public
 * key in the settings of the webhook, so there is no secret here to be lost.
 */
final class EventSignature {

    static final String SIGNATURE = "x-twilio-email-event-webhook-signature";
    static final String TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

    /** SendGrid names no tolerance; this is the one customary for webhooks. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private EventSignature() {}

    /** The verification key as SendGrid shows it; empty when it is none. */
    static Optional<PublicKey> key(String base64) {
        try {
            var bytes = Base64.getMimeDecoder()
                    .decode(base64.replaceAll("-----[A-Z ]+-----", "").strip());
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
            return Optional.of(key).filter(ECPublicKey.class::isInstance);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    static boolean isGenuine(PublicKey key, InboundCall call) {
        var time = call.header(TIMESTAMP).orElse("");
        return recent(time, call.receivedAt())
                && verifies(key, time, call.body(), call.header(SIGNATURE).orElse(""));
    }

    static boolean verifies(PublicKey key, String time, byte[] body, String signature) {
        try {
            var ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initVerify(key);
            ecdsa.update(time.getBytes(StandardCharsets.UTF_8));
            ecdsa.update(body);
            return ecdsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean recent(String time, Instant now) {
        var wellFormed = !time.isEmpty() && time.length() <= 11 && time.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed && Math.abs(now.getEpochSecond() - Long.parseLong(time)) <= TOLERANCE.toSeconds();
    }
}
