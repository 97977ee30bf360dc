// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import java.time.Instant;

/**
 * Where a version made elsewhere comes from.
 *
 * @param name of the file as it was sent
 * @param sha256 of the file, in hexadecimal digits
 * @param format {@code onnx} or {@code pmml}
 * @param producer what made it, as far as the file says
 */
public record FileOrigin(
        String name,
        String sha256,
        long bytes,
        String format,
        String producer,
        String uploadedBy,
        Instant uploadedAt) {}
