// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file on its way.
 *
 * @param name with its folders, separated by slashes; letters, digits, dots, dashes, underscores
 * @param content before it is packed
 * @param bytes that are written
 * @param rows positions in the batch that it carries
 */
@SuppressWarnings("ArrayRecordComponent") // made and written within one call
record FileToWrite(String name, String contentType, byte[] content, byte[] bytes, List<Integer> rows) {

    /** One that is written as it is. */
    FileToWrite(String name, String contentType, byte[] bytes, List<Integer> rows) {
        this(name, contentType, bytes, bytes, rows);
    }

    /** What people read of it. */
    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Without the content, which is personal data. */
    @Override
    public String toString() {
        return name + " (" + bytes.length + " bytes)";
    }
}
