// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

/** An act went wrong; the message is for the person who watches. */
public final class StoryFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoryFailure(String message) {
        super(message);
    }
}
