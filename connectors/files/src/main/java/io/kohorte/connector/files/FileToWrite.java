// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import java.util.List;

/**
 * A file on its way.
 *
 * @param name with its folders, separated by slashes; letters, digits, dots, dashes, underscores
 * @param rows positions in the batch that it carries
 */
@SuppressWarnings("ArrayRecordComponent") // made and written within one call
record FileToWrite(String name, String contentType, byte[] bytes, List<Integer> rows) {

    /** Without the content, which is personal data. */
    @Override
    public String toString() {
        return name + " (" + bytes.length + " bytes)";
    }
}
