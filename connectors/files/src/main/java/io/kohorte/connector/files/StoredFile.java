// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

/**
 * A file that is there.
 *
 * @param name as {@link FileToWrite#name}
 * @param bytes its length when it was listed
 */
record StoredFile(String name, long bytes) {}
