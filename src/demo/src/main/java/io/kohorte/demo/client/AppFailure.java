// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

/** The application could not be started. The message says why and what to do. */
public final class AppFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AppFailure(String message) {
        super(message);
    }
}
