// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that a connector brings along, such as its JSON Schemas. */
public final class Resource {

    private Resource() {}

    /**
     * A UTF-8 file beside a class.
     *
     * @throws IllegalStateException if it is not there: the jar is built wrongly
     */
    public static String text(Class<?> beside, String name) {
        try (var stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("missing beside " + beside.getName() + ": " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
