// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionJson;
import io.kohorte.core.condition.ConditionSentence;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.condition.Sentence;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Questions about segments that keep nothing: how many would it be, how much do these overlap. */
@Path("/api/v1")
@RolesAllowed("viewer")
class SegmentQuestionResource {

    private static final int MOST_COMPARED = 50;

    private final DefinitionCheck check;
    private final Replica replica;
    private final Audience audience;
    private final AsOf asOf;
    private final SegmentStore store;
    private final StoredNames names;

    @Inject
    SegmentQuestionResource(
            DefinitionCheck check,
            Replica replica,
            Audience audience,
            AsOf asOf,
            SegmentStore store,
            StoredNames names) {
        this.check = check;
        this.replica = replica;
        this.audience = audience;
        this.asOf = asOf;
        this.store = store;
        this.names = names;
    }

    record Draft(@NotNull JsonNode definition) {}

    /**
     * @param of everybody
     * @param millis the counting took, without the catching up before it
     */
    record Estimate(long size, long of, long millis, Sentence sentence) {}

    /** @param overlap how many profiles the segments of a row and a column share */
    record Overlap(List<Long> ids, List<Long> sizes, List<List<Long>> overlap) {}

    @POST
    @Path("/segments:estimate")
    public Estimate estimate(@Valid @NotNull Draft draft) {
        Condition definition = ConditionJson.read(draft.definition(), "/definition");
        check.references(definition);
        replica.catchUp();
        long start = System.nanoTime();
        long size = audience.count(definition, asOf.instant());
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Estimate(size, audience.everybody(), millis, ConditionSentence.of(definition, names));
    }

    @GET
    @Path("/segments:overlap")
    public Overlap overlap(@QueryParam("ids") @Nullable String ids) {
        List<Long> asked = ids(ids);
        List<RoaringBitmap> members =
                asked.stream().map(id -> store.members(new SegmentId(id))).toList();
        List<List<Long>> overlap = new ArrayList<>();
        for (RoaringBitmap row : members) {
            overlap.add(members.stream()
                    .map(column -> (long) RoaringBitmap.andCardinality(row, column))
                    .toList());
        }
        return new Overlap(
                asked, members.stream().map(RoaringBitmap::getLongCardinality).toList(), overlap);
    }

    private static List<Long> ids(@Nullable String ids) {
        try {
            List<Long> asked = Arrays.stream(ids == null ? new String[0] : ids.split(",", -1))
                    .map(String::strip)
                    .map(Long::valueOf)
                    .distinct()
                    .toList();
            if (!asked.isEmpty() && asked.size() <= MOST_COMPARED) {
                return asked;
            }
        } catch (NumberFormatException notNumbers) {
            throw invalidIds();
        }
        throw invalidIds();
    }

    private static ProblemException invalidIds() {
        return ProblemException.of(
                400,
                "INVALID_IDS",
                "The parameter ids lists 1 to " + MOST_COMPARED + " numbers of segments.",
                "Ask for example for ids=1,2,3.");
    }
}
