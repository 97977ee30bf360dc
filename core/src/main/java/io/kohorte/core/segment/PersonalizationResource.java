// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.profile.Identity;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a personalisation engine asks while a visitor waits. A visitor nobody knows has no segments, and is no error. */
@Path("/api/v1/personalization")
class PersonalizationResource {

    private final KnownIdentities identities;
    private final CurrentSegments current;
    private final DataSource dataSource;

    @Inject
    PersonalizationResource(KnownIdentities identities, CurrentSegments current, DataSource dataSource) {
        this.identities = identities;
        this.current = current;
        this.dataSource = dataSource;
    }

    /** @param profile {@code null} for a visitor nobody knows */
    record Visitor(@Nullable Integer profile, List<CurrentSegments.Named> segments, List<ModelScore> scores) {}

    /** @param value a probability, or the number of a cluster */
    record ModelScore(long model, String name, String kind, double value) {}

    @GET
    @Path("/{namespace}/{value}")
    public Visitor visitor(@PathParam("namespace") String namespace, @PathParam("value") String value) {
        Optional<Integer> profile = Identity.of(namespace, value).flatMap(identities::profile);
        return profile.map(number -> new Visitor(number, current.of(number), scores(number)))
                .orElseGet(() -> new Visitor(null, List.of(), List.of()));
    }

    private List<ModelScore> scores(int profile) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select m.id, m.name, m.kind, s.value from model m join score s on s.model = m.id and s.profile = ?"
                                + " where s.value is not null order by m.id")) {
            select.setInt(1, profile);
            List<ModelScore> scores = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    scores.add(new ModelScore(row.getLong(1), row.getString(2), row.getString(3), row.getDouble(4)));
                }
            }
            return scores;
        } catch (SQLException e) {
            throw new IllegalStateException("scores cannot be read", e);
        }
    }
}
