// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

/** A toolbox refused what it was given: always a defect of ours, since data are checked before. */
public final class LearningException extends RuntimeException {
    public LearningException(String message, Throwable cause) {
        super(message, cause);
    }
}
