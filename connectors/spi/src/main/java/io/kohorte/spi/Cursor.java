// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Objects;

/** How far a feedback reader has come. Opaque to the engine, readable to its connector, also after an upgrade. */
public record Cursor(String value) {

    public static final Cursor START = new Cursor("");

    public Cursor {
        Objects.requireNonNull(value, "value");
    }
}
