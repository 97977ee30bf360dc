// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.SQLException;

/** The database did not do what was asked. Nothing is lost: the run stays open and is due again. */
public final class DeliveryStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryStoreException(SQLException cause) {
        super("delivery state could not be read or written (SQL state " + cause.getSQLState() + ")", cause);
    }
}
