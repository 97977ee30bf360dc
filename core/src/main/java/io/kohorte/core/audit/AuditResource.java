// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.audit;

import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The audit log, newest first. */
@Path("/api/v1/audit")
@RolesAllowed("admin")
class AuditResource {

    private final DataSource database;

    AuditResource(DataSource database) {
        this.database = database;
    }

    record Entry(long id, Instant at, String actor, String action, String subject, String outcome, String address) {}

    @GET
    public Page<Entry> list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        var request = PageRequest.of(limit, cursor);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select id, at, actor, action, subject, outcome, address from audit_entry"
                                + " where id < ? order by id desc limit ?")) {
            query.setLong(1, request.afterNumber().orElse(Long.MAX_VALUE));
            query.setInt(2, request.fetch());
            var rows = query.executeQuery();
            var entries = new ArrayList<Entry>();
            while (rows.next()) {
                entries.add(new Entry(
                        rows.getLong(1),
                        rows.getTimestamp(2).toInstant(),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7)));
            }
            return Page.of(entries, request, entry -> Long.toString(entry.id()));
        }
    }
}
