// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** Why a change was held back on purpose. */
public enum SkipReason {
    NO_CONSENT,
    NO_IDENTIFIER,
    SUPPRESSED,
    HOLDOUT,
    NOTHING_TO_SEND
}
