// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

/** A notice did not arrive, or may not have. */
final class Undelivered extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param sentence of the phrasebook, without address, secret or what the receiver said */
    Undelivered(String sentence) {
        super(sentence);
    }

    String sentence() {
        return getMessage();
    }
}
