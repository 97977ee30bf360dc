// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** How much of a person the reader of an example may see. */
public enum Sight {
    /** The example as it was. */
    WHOLE,
    /** Names of fields, codes and the shape; every value that may tell of a person as {@code ***}. */
    MASKED
}
