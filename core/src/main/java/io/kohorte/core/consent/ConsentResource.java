// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.ProfileLock;
import io.kohorte.core.profile.ProfilesChanged;
import jakarta.enterprise.event.Event;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What a person allowed. */
@Path("/api/v1/consents")
class ConsentResource {

    private final DataSource database;
    private final Event<ProfilesChanged> changed;

    ConsentResource(DataSource database, Event<ProfilesChanged> changed) {
        this.database = database;
        this.changed = changed;
    }

    /** A person's word on a purpose. */
    record View(int profile, String purpose, boolean granted, Instant at) {}

    /**
     * What a person said.
     *
     * @param identity whom it is about
     * @param consents purpose → yes or no; purposes not named stay as they are
     * @param at when they said so; absent: now, after all they said before
     */
    record Said(@NotNull @Valid Who identity, @NotEmpty Map<String, @NotNull Boolean> consents, @Nullable Instant at) {}

    /** An identity in a request. */
    record Who(@NotNull String namespace, @NotNull String value) {}

    @GET
    public Page<View> list(@QueryParam("profile") @Nullable Integer profile) throws SQLException {
        if (profile == null) {
            throw ProblemException.of(
                    400, "MISSING_PROFILE", "The parameter profile is missing.", "Ask for example for profile=12.");
        }
        try (Connection connection = database.getConnection()) {
            return new Page<>(views(connection, profile), null);
        }
    }

    @PUT
    public Page<View> say(@NotNull @Valid Said said) throws SQLException {
        said.consents().keySet().stream()
                .filter(purpose -> !Consents.isPurpose(purpose))
                .findFirst()
                .ifPresent(purpose -> {
                    throw ProblemException.invalid(
                            "/consents",
                            "INVALID_PURPOSE",
                            "A purpose has lower case letters, digits and underscores.",
                            "Use for example marketing.");
                });
        Identity identity = Identity.of(
                        said.identity().namespace(), said.identity().value())
                .orElseThrow(() -> ProblemException.invalid(
                        "/identity",
                        "IDENTIFIER_INVALID",
                        "This can name nobody.",
                        "Send a namespace and a value of it."));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                ProfileLock.EXCLUSIVE.take(connection);
                int profile = profile(connection, identity)
                        .orElseThrow(() -> ProblemException.of(
                                404,
                                "NOT_FOUND",
                                "There is no profile of this identity.",
                                "Import or track the person first."));
                write(connection, profile, said);
                List<View> views = views(connection, profile);
                connection.commit();
                changed.fire(ProfilesChanged.permissions(RoaringBitmap.bitmapOf(profile)));
                return new Page<>(views, null);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void write(Connection connection, int profile, Said said) throws SQLException {
        Instant at = said.at();
        if (at == null) {
            Consents.say(connection, profile, said.consents());
        } else {
            List<ConsentFact> facts = new ArrayList<>();
            said.consents().forEach((purpose, granted) -> facts.add(new ConsentFact(profile, purpose, granted, at)));
            var unused = Consents.write(connection, facts);
        }
    }

    private static Optional<Integer> profile(Connection connection, Identity identity) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select profile from identity where namespace = ? and value = ?")) {
            select.setString(1, identity.namespace());
            select.setString(2, identity.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        }
    }

    private static List<View> views(Connection connection, int profile) throws SQLException {
        List<View> views = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select purpose, granted, at from consent where profile = ? order by purpose")) {
            select.setInt(1, profile);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    views.add(new View(
                            profile,
                            row.getString(1),
                            row.getBoolean(2),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return views;
    }
}
