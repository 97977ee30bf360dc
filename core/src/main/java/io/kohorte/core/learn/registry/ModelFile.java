// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import java.time.Instant;

/**
 * An uploaded file.
 *
 * @param name as it was sent, to be shown only
 * @param sha256 of the body, in hexadecimal digits
 */
@SuppressWarnings("ArrayRecordComponent") // a file, never compared
record ModelFile(String name, String sha256, byte[] body, String uploadedBy, Instant uploadedAt) {

    /** What a version keeps of where its file came from. */
    FileOrigin origin(String format, String producer) {
        return new FileOrigin(name, sha256, body.length, format, producer, uploadedBy, uploadedAt);
    }
}
