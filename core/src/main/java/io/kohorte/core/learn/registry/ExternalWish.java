// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.external.ExternalVersion;
import java.util.List;

/**
 * What a person wants made of an uploaded file.
 *
 * @param file its SHA-256, in hexadecimal digits
 * @param inputs which of our features each of its inputs gets
 * @param output which of its numbers is the score
 */
public record ExternalWish(String file, List<ExternalVersion.Assigned> inputs, String output) {
    public ExternalWish {
        inputs = List.copyOf(inputs);
    }

    boolean isOfEverybody() {
        return ExternalVersion.isOfEverybody(inputs);
    }
}
