// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kohorte.spi.InboundCall;
import io.kohorte.tck.TestVendor;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Mailchimp does. */
final class MailchimpSignature {

    static final String SECRET = "signing-secret-1";

    private MailchimpSignature() {}

    static InboundCall call(String body, Instant signedAt) {
        var header = "t=" + signedAt.getEpochSecond() + ",v1=" + hex(signedAt.getEpochSecond() + "." + body);
        return TestVendor.call(Map.of("X-Mailchimp-Signature", List.of(header)), body.getBytes(UTF_8), signedAt);
    }

    private static String hex(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
