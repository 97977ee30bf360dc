// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionSentence;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.condition.Sentence;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The segments of one customer, and why. */
@Path("/api/v1/profiles/{profile}")
class ProfileSegmentsResource {

    private final CurrentSegments current;
    private final Segments segments;
    private final KnownIdentities identities;
    private final Replica replica;
    private final Audience audience;
    private final AsOf asOf;
    private final StoredNames names;

    @Inject
    ProfileSegmentsResource(
            CurrentSegments current,
            Segments segments,
            KnownIdentities identities,
            Replica replica,
            Audience audience,
            AsOf asOf,
            StoredNames names) {
        this.current = current;
        this.segments = segments;
        this.identities = identities;
        this.replica = replica;
        this.audience = audience;
        this.asOf = asOf;
        this.names = names;
    }

    /**
     * @param member as the segment was last evaluated
     * @param conditions as they hold now, parents before their parts; none for a list
     */
    record Why(boolean member, List<Reason> conditions) {}

    /**
     * @param depth 0 for the whole definition
     * @param value what the profile has; {@code null} where it has nothing, and for groups
     */
    record Reason(Sentence sentence, boolean holds, @Nullable Object value, int depth) {}

    @GET
    @Path("/segments")
    public Page<CurrentSegments.Named> list(@PathParam("profile") int profile) {
        return new Page<>(current.of(living(profile)), null);
    }

    @GET
    @Path("/why")
    public Why why(@PathParam("profile") int profile, @QueryParam("segment") @Nullable Long segment) {
        if (segment == null) {
            throw ProblemException.of(
                    400, "MISSING_SEGMENT", "The parameter segment is missing.", "Ask for example for segment=12.");
        }
        int living = living(profile);
        SegmentId id = new SegmentId(segment);
        Optional<Condition> definition = QuarkusTransaction.requiringNew()
                .call(() -> segments.require(id).definition());
        boolean member = current.contains(id, living);
        if (definition.isEmpty()) {
            return new Why(member, List.of());
        }
        replica.catchUp();
        List<Audience.Finding> findings = audience.explain(definition.get(), living, asOf.instant());
        return QuarkusTransaction.requiringNew()
                .call(() -> new Why(member, findings.stream().map(this::reason).toList()));
    }

    private Reason reason(Audience.Finding finding) {
        return new Reason(
                ConditionSentence.headingOf(finding.condition(), names),
                finding.holds(),
                finding.value().orElse(null),
                finding.depth());
    }

    private int living(int profile) {
        return identities.living(profile).orElseThrow(() -> ProblemException.notFound("profile", profile));
    }
}
