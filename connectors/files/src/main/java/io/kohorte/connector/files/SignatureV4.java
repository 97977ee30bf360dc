// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 in a header, for S3: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
 *
 * @param accessKeyId is shown in every request; the secret is not
 */
record SignatureV4(String accessKeyId, Secret secretAccessKey, String region) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** As in {@code x-amz-date}. */
    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    /** As in {@code x-amz-content-sha256}. */
    static String digest(byte[] content) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The value of {@code Authorization}.
     *
     * @param path percent-encoded
     * @param query names to values, percent-encoded
     * @param headers all to be signed, with {@code host}, {@code x-amz-date} and {@code x-amz-content-sha256}; names in lower
     *     case
     */
    String authorisation(
            String method, String path, SortedMap<String, String> query, Map<String, String> headers, Instant at) {
        var sorted = new TreeMap<>(headers);
        var names = String.join(";", sorted.keySet());
        var canonical = method + "\n" + path + "\n"
                + query.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining("&"))
                + "\n"
                + sorted.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + sorted.getOrDefault("x-amz-content-sha256", "");
        var day = moment(at).substring(0, 8);
        var scope = day + "/" + region + "/s3/aws4_request";
        var toSign = ALGORITHM + "\n" + moment(at) + "\n" + scope + "\n"
                + digest(canonical.getBytes(StandardCharsets.UTF_8));
        var key = mac(bytes("AWS4" + secretAccessKey.reveal()), day);
        for (var part : new String[] {region, "s3", "aws4_request"}) {
            key = mac(key, part);
        }
        return ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                + HEX.formatHex(mac(key, toSign));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
