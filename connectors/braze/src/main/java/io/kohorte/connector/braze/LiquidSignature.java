// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.InboundCall;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private final Secret secret;

    LiquidSignature(Secret secret) {
        this.secret = secret;
    }

    /** When it was signed; empty for a call that is forged or too old. */
    Optional<Instant> verify(InboundCall call) {
        var form = FORM.matcher(call.header(HEADER).orElse(""));
        if (!form.matches()) {
            return Optional.empty();
        }
        var signedAt = Instant.ofEpochSecond(Long.parseLong(form.group(1)));
        var genuine = Hmac.SHA256.verifiesHex(secret, message(form.group(1), call.body()), form.group(2));
        var recent = Duration.between(signedAt, call.receivedAt()).abs().compareTo(TOLERANCE) <= 0;
        return genuine && recent ? Optional.of(signedAt) : Optional.empty();
    }

    private static byte[] message(String time, byte[] body) {
        var from = 0;
        var to = body.length;
        while (from < to && blank(body[from])) {
            from++;
        }
        while (to > from && blank(body[to - 1])) {
            to--;
        }
        var message = new ByteArrayOutputStream();
        message.writeBytes((time + ".").getBytes(StandardCharsets.UTF_8));
        message.write(body, from, to - from);
        return message.toByteArray();
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
