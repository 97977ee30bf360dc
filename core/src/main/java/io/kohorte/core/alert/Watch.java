// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Looks at one part of the system. */
interface Watch {

    /**
     * All that is wrong now. Whoever cannot tell must fail: what is not found counts as gone.
     *
     * @throws SQLException if the database fails
     */
    List<Finding> look(Instant now) throws SQLException;
}
