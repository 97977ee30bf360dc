// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
final class SignatureV4Test {

    private static final SignatureV4 KEYS = new SignatureV4(
            "AKIAIOSFODNN7EXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "us-east-1");
    private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");

    private static String signature(
            String method, String path, Map<String, String> query, byte[] content, Map<String, String> more) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("host", "examplebucket.s3.amazonaws.com");
        headers.put("x-amz-content-sha256", SignatureV4.digest(content));
        headers.put("x-amz-date", SignatureV4.moment(AT));
        headers.putAll(more);
        return KEYS.authorisation(method, path, new TreeMap<>(query), headers, AT);
    }

    @Test
    void signs_the_reading_of_an_object() {
        assertThat(signature("GET", "/test.txt", Map.of(), new byte[0], Map.of("range", "bytes=0-9")))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void signs_the_writing_of_an_object() {
        assertThat(signature(
                        "PUT",
                        "/test%24file.text",
                        Map.of(),
                        "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8),
                        Map.of(
                                "date", "Fri, 24 May 2013 00:00:00 GMT",
                                "x-amz-storage-class", "REDUCED_REDUNDANCY")))
                .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void signs_a_parameter_without_a_value() {
        assertThat(signature("GET", "/", Map.of("lifecycle", ""), new byte[0], Map.of()))
                .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void signs_a_listing() {
        assertThat(signature("GET", "/", Map.of("max-keys", "2", "prefix", "J"), new byte[0], Map.of()))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
}
