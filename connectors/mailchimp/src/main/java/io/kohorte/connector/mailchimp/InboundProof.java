// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a webhook of Mailchimp proves that it is genuine. Those made since 2026 sign: {@code X-Mailchimp-Signature:
 * t=<seconds>,v1=<hex>}, HMAC-SHA256 over {@code <seconds>.<raw body>}. Older ones do not; they carry a secret in the
 * address they were given.
 *
 * @param signing what Mailchimp showed once, when the webhook was made
 * @param inAddress value of the query parameter {@code secret}
 */
record InboundProof(Optional<Secret> signing, Optional<Secret> inAddress) {

    static final String HEADER = "x-mailchimp-signature";

    /** How far the clocks may be apart, and how late a signed call may come. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    static InboundProof of(Settings settings) {
        return new InboundProof(
                settings.optionalText("webhookSigningSecret").map(Secret::new),
                settings.optionalText("webhookUrlSecret").map(Secret::new));
    }

    boolean isGenuine(InboundCall call) {
        var header = call.header(HEADER);
        if (signing.isPresent() && header.isPresent()) {
            return signed(signing.get(), header.get(), call);
        }
        return inAddress
                .filter(secret -> query(call.url(), "secret")
                        .filter(given -> MessageDigest.isEqual(bytes(secret.reveal()), bytes(given)))
                        .isPresent())
                .isPresent();
    }

    private static boolean signed(Secret secret, String header, InboundCall call) {
        var time = part(header, "t").orElse("");
        var given = part(header, "v1").orElse("");
        return recent(time, call.receivedAt())
                && Hmac.SHA256.verifiesHex(secret, joined(bytes(time + "."), call.body()), given);
    }

    private static boolean recent(String time, Instant now) {
        var wellFormed = !time.isEmpty() && time.length() <= 11 && time.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed && Math.abs(now.getEpochSecond() - Long.parseLong(time)) <= TOLERANCE.toSeconds();
    }

    private static Optional<String> part(String header, String name) {
        return Arrays.stream(header.split(",", 8))
                .map(String::strip)
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst();
    }

    private static Optional<String> query(String url, String name) {
        try {
            var query = Optional.ofNullable(URI.create(url).getRawQuery()).orElse("");
            return Arrays.stream(query.split("&", 32))
                    .filter(pair -> pair.startsWith(name + "="))
                    .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                    .findFirst();
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
