// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.toolkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Archives as Mailchimp packs the results of a job. */
final class Results {

    private static final int RECORD = 512;

    private Results() {}

    /** One result. */
    static String result(String operation, int status, String response) {
        return Json.mapper()
                .createObjectNode()
                .put("status_code", status)
                .put("operation_id", operation)
                .put("response", response)
                .toString();
    }

    static String member(String email, String reference) {
        return "{\"id\":\"62eeb292278cc15f5817cb78f7790b08\",\"contact_id\":\"" + reference + "\",\"email_address\":\""
                + email + "\"}";
    }

    static String problem(int status, String title, String detail) {
        return Json.mapper()
                .createObjectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toString();
    }

    /** Each list is a file; before them stands the folder they are in, and a note of the packer. */
    @SafeVarargs
    static byte[] tar(List<String>... files) {
        var tar = new ByteArrayOutputStream();
        entry(tar, "./", '5', "");
        entry(tar, "./PaxHeaders/note", 'x', "30 mtime=1763756770.123456789\n");
        for (var i = 0; i < files.length; i++) {
            entry(tar, "./8b2428d747-" + i + ".json", '0', "[" + String.join(",", files[i]) + "]");
        }
        tar.writeBytes(new byte[2 * RECORD]);
        return tar.toByteArray();
    }

    static byte[] packed(byte[] tar) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return packed.toByteArray();
    }

    private static void entry(ByteArrayOutputStream tar, String name, char kind, String text) {
        var content = text.getBytes(StandardCharsets.UTF_8);
        var header = new byte[RECORD];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o", content.length));
        header[156] = (byte) kind;
        put(header, 257, "ustar\0");
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(RECORD - content.length % RECORD) % RECORD]);
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
