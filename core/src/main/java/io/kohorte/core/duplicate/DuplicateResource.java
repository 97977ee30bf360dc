// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.access.Caller;
import io.kohorte.core.access.Role;
import io.kohorte.core.duplicate.Duplicates.After;
import io.kohorte.core.duplicate.Duplicates.Pair;
import io.kohorte.core.duplicate.Scoring.Reason;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.MergeUndo.Split;
import io.kohorte.core.profile.ProfileView;
import io.kohorte.core.profile.Profiles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Profiles that may be the same person: find them, see why, decide. */
@Path("/api/v1/duplicates")
class DuplicateResource {

    private final Duplicates duplicates;
    private final Decisions decisions;
    private final DuplicateSettings settings;
    private final Profiles profiles;
    private final SecurityIdentity caller;

    DuplicateResource(
            Duplicates duplicates,
            Decisions decisions,
            DuplicateSettings settings,
            Profiles profiles,
            SecurityIdentity caller) {
        this.duplicates = duplicates;
        this.decisions = decisions;
        this.settings = settings;
        this.profiles = profiles;
        this.caller = caller;
    }

    /**
     * A pair with all that is needed to decide.
     *
     * @param household whether people who live together could agree so
     * @param why the reasons in a sentence
     */
    record View(
            DuplicateId id,
            ProfileView one,
            ProfileView other,
            double probability,
            boolean household,
            List<Reason> reasons,
            Wording why,
            DuplicateState state,
            Instant foundAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy) {}

    /** @param automatic from which probability on pairs are merged without asking; {@code null}: never */
    record Settings(@Nullable @DecimalMin("0.9") @DecimalMax("1") Double automatic) {}

    /** Most probable first. */
    @GET
    public Page<View> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest request = PageRequest.of(limit, cursor);
        List<Pair> found = duplicates.list(
                state == null ? DuplicateState.OPEN : state(state),
                request.after().map(DuplicateResource::after),
                request.fetch());
        Page<Pair> page = Page.of(found, request, pair -> pair.probability() + " " + pair.id());
        Map<Integer, ProfileView> people = people(page.items());
        return page.map(pair -> view(pair, people));
    }

    @GET
    @Path("/{id}")
    public View show(@PathParam("id") long id) throws SQLException {
        Pair pair = duplicates.find(new DuplicateId(id)).orElseThrow(() -> ProblemException.notFound("pair", id));
        return view(pair, people(List.of(pair)));
    }

    @POST
    @Path("/{id}:merge")
    public View merge(@PathParam("id") long id) throws SQLException {
        decisions.merge(new DuplicateId(id), who(), Link.Strength.STATED);
        return show(id);
    }

    @POST
    @Path("/{id}:dismiss")
    public View dismiss(@PathParam("id") long id) throws SQLException {
        decisions.dismiss(new DuplicateId(id), who());
        return show(id);
    }

    /** Splits the two again and says what could not be given back. */
    @POST
    @Path("/{id}:undo")
    public Split undo(@PathParam("id") long id) throws SQLException {
        return decisions.undo(new DuplicateId(id), who());
    }

    @GET
    @Path("/settings")
    public Settings settings() throws SQLException {
        return new Settings(settings.automatic().orElse(null));
    }

    @PUT
    @Path("/settings")
    @RolesAllowed(Role.ADMIN_ONLY)
    public Settings set(@NotNull @Valid Settings wanted) throws SQLException {
        settings.setAutomatic(Optional.ofNullable(wanted.automatic()));
        return settings();
    }

    private Map<Integer, ProfileView> people(List<Pair> pairs) throws SQLException {
        Map<Integer, ProfileView> people = new HashMap<>();
        profiles.numbered(pairs.stream()
                        .flatMap(pair -> Stream.of(pair.one(), pair.other()))
                        .toList())
                .forEach(profile -> people.put(profile.id(), profile));
        return people;
    }

    private static View view(Pair pair, Map<Integer, ProfileView> people) {
        return new View(
                pair.id(),
                java.util.Objects.requireNonNull(people.get(pair.one())),
                java.util.Objects.requireNonNull(people.get(pair.other())),
                pair.probability(),
                pair.household(),
                pair.reasons(),
                Why.of(pair.reasons()),
                pair.state(),
                pair.foundAt(),
                pair.decidedAt(),
                pair.decidedBy());
    }

    private static DuplicateState state(String text) {
        return DuplicateState.of(text)
                .orElseThrow(() -> ProblemException.of(
                        400, "UNKNOWN_STATE", "There is no such state of a pair.", "Use open, merged or dismissed."));
    }

    private static After after(String key) {
        try {
            int blank = key.indexOf(' ');
            return new After(
                    Double.parseDouble(key.substring(0, Math.max(0, blank))), Long.parseLong(key.substring(blank + 1)));
        } catch (NumberFormatException e) {
            throw ProblemException.of(
                    400, "INVALID_CURSOR", "The cursor is not one of ours.", "Start again without a cursor.");
        }
    }

    private String who() {
        return Caller.of(caller).label();
    }
}
