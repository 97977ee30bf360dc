// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Values on their way into an address, a header or a form. */
final class Encoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Encoding() {}

    /** Only what RFC 3986 §2.3 calls unreserved stays, so a value is one segment or one parameter and no more. */
    static String address(String value) {
        return percent(value, c -> letterOrDigit(c) || "-._~".indexOf(c) >= 0);
    }

    /** Visible ASCII stays; all else, line ends above all, is written as CloudEvents writes it in headers. */
    static String header(String value) {
        return percent(value, c -> c > ' ' && c < 0x7f && c != '%' && c != '"');
    }

    /** Whether a segment would lead out of its place: {@code .} and {@code ..} do, however they are encoded. */
    static boolean climbs(String path) {
        var query = path.indexOf('?');
        return Arrays.stream((query < 0 ? path : path.substring(0, query)).split("[/\\\\]", -1))
                .map(segment -> segment.replace("%2E", ".").replace("%2e", "."))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    private static boolean letterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String percent(String value, IntPredicate stays) {
        var text = new StringBuilder();
        for (var b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && stays.test(b)) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.toHexDigits(b));
            }
        }
        return text.toString();
    }
}
