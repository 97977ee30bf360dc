// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * HubSpot's signature of a call: Base64 of HMAC-SHA256 with the app's client secret over method, address, raw body and time.
 * https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
 */
record SignatureV3(Secret clientSecret) {

    static final String SIGNATURE = "x-hubspot-signature-v3";
    static final String TIMESTAMP = "x-hubspot-request-timestamp";

    /** HubSpot says to reject what is older. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Signed decoded, although they travel encoded. */
    private static final Map<String, String> DECODED = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    /**
     * @param url as HubSpot called it
     * @param timestamp milliseconds since 1970
     */
    boolean verify(String method, String url, byte[] body, String timestamp, String signature, Instant now) {
        return recent(timestamp, now)
                && MessageDigest.isEqual(
                        sign(method, url, body, timestamp).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    String sign(String method, String url, byte[] body, String timestamp) {
        var message = new ByteArrayOutputStream();
        message.writeBytes((method + decoded(url)).getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        message.writeBytes(timestamp.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Hmac.SHA256.sign(clientSecret, message.toByteArray()));
    }

    private static boolean recent(String timestamp, Instant now) {
        return timestamp.matches("[0-9]{1,15}")
                && Math.abs(now.toEpochMilli() - Long.parseLong(timestamp)) <= TOLERANCE.toMillis();
    }

    private static String decoded(String url) {
        var text = url;
        for (var pair : DECODED.entrySet()) {
            text = text.replace(pair.getKey(), pair.getValue())
                    .replace(pair.getKey().toLowerCase(Locale.ROOT), pair.getValue());
        }
        return text;
    }
}
