// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

/** The replica could not answer or could not follow PostgreSQL. It is derived: the next {@link Replica#catchUp()} mends it. */
public final class ReplicaException extends RuntimeException {

    ReplicaException(String message) {
        super(message);
    }

    public ReplicaException(String message, Throwable cause) {
        super(message, cause);
    }
}
