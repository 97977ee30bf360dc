// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kohorte.spi.InboundCall;
import io.kohorte.tck.TestVendor;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs as SendGrid's Event Webhook does. */
final class EventKeys {

    private static final KeyPair PAIR = pair();

    static final String PUBLIC =
            Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());

    private EventKeys() {}

    static InboundCall call(String body, Instant signedAt) {
        var time = Long.toString(signedAt.getEpochSecond());
        return TestVendor.call(
                Map.of(
                        "X-Twilio-Email-Event-Webhook-Timestamp", List.of(time),
                        "X-Twilio-Email-Event-Webhook-Signature", List.of(sign(time + body))),
                body.getBytes(UTF_8),
                signedAt);
    }

    private static String sign(String text) {
        try {
            var ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initSign(PAIR.getPrivate());
            ecdsa.update(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(ecdsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
