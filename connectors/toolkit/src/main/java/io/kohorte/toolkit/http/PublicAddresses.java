// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses that are reachable by anyone. All else is refused: loopback, private, link-local (where clouds keep their
 * metadata), shared, multicast and reserved ranges of the IANA special-purpose registries, and IPv6 forms that wrap such
 * an IPv4 address.
 */
final class PublicAddresses {

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? publicIpv4(bytes) : publicIpv6(bytes);
    }

    private static boolean publicIpv4(byte[] bytes) {
        var a = bytes[0] & 0xff;
        var b = bytes[1] & 0xff;
        var c = bytes[2] & 0xff;
        var d = bytes[3] & 0xff;
        var first = a == 0 || a == 10 || a == 127 || a >= 224;
        var second = (a == 100 && b >= 64 && b < 128) // shared by carriers and clouds
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168)
                || (a == 198 && (b == 18 || b == 19));
        var third = (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        var azureMetadata = a == 168 && b == 63 && c == 129 && d == 16;
        return !(first || second || third || azureMetadata);
    }

    private static boolean publicIpv6(byte[] bytes) {
        var global = (bytes[0] & 0xe0) == 0x20; // 2000::/3
        var nat64 = startsWith(bytes, 0x00, 0x64, 0xff, 0x9b) && zero(bytes, 4, 12);
        if (nat64) {
            return publicIpv4(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (startsWith(bytes, 0x20, 0x02)) { // 6to4
            return publicIpv4(Arrays.copyOfRange(bytes, 2, 6));
        }
        var special = startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8) // documentation
                || (startsWith(bytes, 0x20, 0x01) && (bytes[2] & 0xfe) == 0); // 2001::/23, Teredo among others
        return global && !special;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (var i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean zero(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
