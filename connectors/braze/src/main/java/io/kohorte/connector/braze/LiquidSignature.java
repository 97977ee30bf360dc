// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.InboundCall;
import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Braze signs no webhook, but its templates can: {@code {{signed | hmac_sha256_hex: 'secret'}}} is HMAC-SHA256 in
 * hexadecimal (https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/advanced_filters). The header {@code
 * x-kohorte-signature: t=1732220770,v1=…} signs {@code t.body}, without the blanks around the body, which templates leave.
 */
final class LiquidSignature {

    static final String HEADER = "x-kohorte-signature";

    /** How far the clock of Braze may be from ours. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern FORM = Pattern.compile("\\s*t=([0-9]{1,11})\\s*,\\s*v1=([0-9a-f]{64})\\s*");

    private final SecretKeySpec key;

    LiquidSignature(Secret secret) {
        key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** When it was signed; empty for a call that is forged or too old. */
    Optional<Instant> verify(InboundCall call) {
        var form = FORM.matcher(call.header(HEADER).orElse(""));
        if (!form.matches()) {
            return Optional.empty();
        }
        var signedAt = Instant.ofEpochSecond(Long.parseLong(form.group(1)));
        var given = HexFormat.of().parseHex(form.group(2));
        var genuine = MessageDigest.isEqual(mac(form.group(1), call.body()), given);
        var recent = Duration.between(signedAt, call.receivedAt()).abs().compareTo(TOLERANCE) <= 0;
        return genuine && recent ? Optional.of(signedAt) : Optional.empty();
    }

    private byte[] mac(String time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            var from = 0;
            var to = body.length;
            while (from < to && blank(body[from])) {
                from++;
            }
            while (to > from && blank(body[to - 1])) {
                to--;
            }
            mac.update(body, from, to - from);
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
