// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** Why a change was held back on purpose. */
public enum SkipReason {
    NO_CONSENT,
    NO_IDENTIFIER,
    SUPPRESSED,
    HOLDOUT,
    /** A field that must not be missing has no value. */
    FIELD_MISSING,
    /** The person belongs to, or is still in, another audience of a group in which everybody is in one only. */
    OTHER_AUDIENCE,
    NOTHING_TO_SEND
}
