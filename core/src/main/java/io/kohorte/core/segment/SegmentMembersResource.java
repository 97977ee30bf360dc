// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.profile.Identity;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Who is in a segment, now and in earlier versions. */
@Path("/api/v1/segments/{id}")
class SegmentMembersResource {

    private static final int MOST_CHANGES = 10_000;

    private final Segments segments;
    private final SegmentStore store;
    private final SegmentEvaluation evaluation;
    private final MergedMembers merged;
    private final MemberRows rows;
    private final KnownIdentities identities;
    private final AsOf asOf;

    @Inject
    SegmentMembersResource(
            Segments segments,
            SegmentStore store,
            SegmentEvaluation evaluation,
            MergedMembers merged,
            MemberRows rows,
            KnownIdentities identities,
            AsOf asOf) {
        this.segments = segments;
        this.store = store;
        this.evaluation = evaluation;
        this.merged = merged;
        this.rows = rows;
        this.identities = identities;
        this.asOf = asOf;
    }

    record Named(@NotNull String namespace, @NotNull String value) {}

    record Changes(
            @Nullable @Size(max = MOST_CHANGES) List<@Valid Named> add,
            @Nullable @Size(max = MOST_CHANGES) List<@Valid Named> remove) {}

    /** @param unknown pointers to the identities that no profile has */
    record Changed(long size, int version, long added, long removed, List<String> unknown) {}

    @GET
    @Path("/members")
    public Page<MemberRows.Member> members(
            @PathParam("id") long id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        RoaringBitmap members = store.members(new SegmentId(id));
        PeekableIntIterator number = members.getIntIterator();
        number.advanceIfNeeded(
                (int) Math.min(Integer.MAX_VALUE, request.afterNumber().orElse(0L) + 1));
        List<Integer> numbers = new ArrayList<>();
        while (number.hasNext() && numbers.size() < request.fetch()) {
            numbers.add(number.next());
        }
        Page<Integer> page = Page.of(numbers, request, String::valueOf);
        return new Page<>(rows.of(page.items()), page.next());
    }

    /** Adds to a list and takes from it; identities that nobody has are named in the answer. */
    @POST
    @Path("/members")
    public Changed change(@PathParam("id") long id, @Valid @NotNull Changes changes) {
        SegmentId segment = new SegmentId(id);
        if (QuarkusTransaction.requiringNew()
                        .call(() -> segments.require(segment).kind())
                != SegmentKind.LIST) {
            throw ProblemException.conflict(
                    "NOT_A_LIST", "The members of this segment follow from its definition.", "Change the definition.");
        }
        List<String> unknown = new ArrayList<>();
        RoaringBitmap add = profiles(changes.add(), "/add", unknown);
        RoaringBitmap remove = merged.underEveryNumber(profiles(changes.remove(), "/remove", unknown));
        long[] counts = new long[2];
        store.alone(segment, () -> {
            RoaringBitmap before = store.members(segment);
            RoaringBitmap after = RoaringBitmap.andNot(RoaringBitmap.or(before, add), remove);
            counts[0] = RoaringBitmap.andNotCardinality(after, before);
            counts[1] = RoaringBitmap.andNotCardinality(before, after);
            store.store(segment, after, asOf.instant(), "list");
        });
        evaluation.evaluate(segment, "list");
        Segment now = QuarkusTransaction.requiringNew().call(() -> segments.require(segment));
        return new Changed(now.size, now.version, counts[0], counts[1], unknown);
    }

    @GET
    @Path("/history")
    public Page<SegmentVersion> history(@PathParam("id") long id) {
        QuarkusTransaction.requiringNew()
                .call(() -> segments.require(new SegmentId(id)).id());
        return new Page<>(store.history(new SegmentId(id)), null);
    }

    /** Brings back an earlier definition with its members; the next evaluation goes on from there. */
    @POST
    @Path("/history/{version}:restore")
    public SegmentVersion restore(@PathParam("id") long id, @PathParam("version") int version) {
        SegmentId segment = new SegmentId(id);
        QuarkusTransaction.requiringNew().call(() -> segments.require(segment).id());
        store.alone(segment, () -> {
            RoaringBitmap members =
                    store.members(segment, version).orElseThrow(() -> ProblemException.notFound("version", version));
            store.restoreDefinition(segment, version);
            store.store(segment, merged.living(members), asOf.instant(), "restored");
        });
        evaluation.evaluate(segment, "restored");
        return store.history(segment).get(0);
    }

    private RoaringBitmap profiles(@Nullable List<Named> named, String pointer, List<String> unknown) {
        List<Optional<Identity>> wanted = Optional.ofNullable(named).orElseGet(List::of).stream()
                .map(name -> Identity.of(name.namespace(), name.value()))
                .toList();
        List<Optional<Integer>> found = identities.profiles(wanted);
        RoaringBitmap profiles = new RoaringBitmap();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).isPresent()) {
                profiles.add(found.get(i).get());
            } else {
                unknown.add(pointer + "/" + i);
            }
        }
        return profiles;
    }
}
