// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

/** A tracking server could not be told. The message is a sentence for people, without address, secret or what the server said. */
final class TrackingFailed extends Exception {

    private static final long serialVersionUID = 1L;

    TrackingFailed(String sentence) {
        super(sentence);
    }

    String sentence() {
        return getMessage();
    }
}
