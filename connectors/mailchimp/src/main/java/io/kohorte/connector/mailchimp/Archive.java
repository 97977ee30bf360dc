// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The results of a job: an archive (tar, packed by gzip unless that was undone on the way) of files that hold arrays of
 * {@code {"status_code", "operation_id", "response"}}. Read in memory, up to a size; nothing is written anywhere.
 */
final class Archive {

    /** Unpacked; 500 contacts with all their links and fields have some 5 MB. */
    static final int LARGEST = 32 << 20;

    /** Of the format (POSIX.1-1988 ustar): records, and where the header of a file holds its name, size and kind. */
    private static final int RECORD = 512;

    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int KIND_AT = 156;

    private final InputStream in;
    private int room = LARGEST;

    private Archive(InputStream in) {
        this.in = in;
    }

    /** @throws ConnectorException {@code BAD_RESPONSE} for what is no such archive, and for one that is too large */
    static List<JsonNode> results(byte[] archive) {
        try (var in = unpacked(archive)) {
            return new Archive(in).results();
        } catch (IOException | NumberFormatException unreadable) {
            throw unreadable();
        }
    }

    private static InputStream unpacked(byte[] archive) throws IOException {
        var in = new ByteArrayInputStream(archive);
        var packed = archive.length > 1 && (archive[0] & 0xff) == 0x1f && (archive[1] & 0xff) == 0x8b;
        return packed ? new GZIPInputStream(in) : in;
    }

    private List<JsonNode> results() throws IOException {
        var results = new ArrayList<JsonNode>();
        for (var header = read(RECORD); header.length > 0 && header[0] != 0; header = read(RECORD)) {
            if (header.length < RECORD) {
                throw unreadable();
            }
            var size = size(header);
            var content = read(size);
            if (content.length < size) {
                throw unreadable();
            }
            read((RECORD - size % RECORD) % RECORD);
            if (isJson(header)) {
                Json.read(content)
                        .filter(JsonNode::isArray)
                        .orElseThrow(Archive::unreadable)
                        .forEach(results::add);
            }
        }
        return results;
    }

    private byte[] read(int length) throws IOException {
        room -= length;
        if (room < 0) {
            throw unreadable();
        }
        return in.readNBytes(length);
    }

    private static int size(byte[] header) {
        var octal = new String(header, SIZE_AT, SIZE_BYTES, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        var size = Long.parseLong(octal, 8);
        if (size < 0 || size > LARGEST) {
            throw unreadable();
        }
        return (int) size;
    }

    /** Folders and notes of the packer aside. */
    private static boolean isJson(byte[] header) {
        var name = new String(header, 0, NAME_BYTES, StandardCharsets.US_ASCII).replace('\0', ' ');
        var kind = header[KIND_AT];
        return (kind == '0' || kind == 0) && name.strip().endsWith(".json");
    }

    private static ConnectorException unreadable() {
        return MailchimpApi.badAnswer("with results of a job that cannot be read");
    }
}
