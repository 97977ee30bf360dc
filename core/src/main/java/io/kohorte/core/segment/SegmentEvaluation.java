// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds the members of segments, those a definition names before those that name them, one node at a time for each
 * segment. An evaluation that fails leaves the members as they are and marks the segment with the problem.
 */
@Singleton
public class SegmentEvaluation {

    private static final Logger LOG = Logger.getLogger(SegmentEvaluation.class);

    private final Segments segments;
    private final SegmentStore store;
    private final Replica replica;
    private final Audience audience;
    private final MergedMembers merged;
    private final AsOf asOf;

    @Inject
    SegmentEvaluation(
            Segments segments,
            SegmentStore store,
            Replica replica,
            Audience audience,
            MergedMembers merged,
            AsOf asOf) {
        this.segments = segments;
        this.store = store;
        this.replica = replica;
        this.audience = audience;
        this.merged = merged;
        this.asOf = asOf;
    }

    /**
     * Evaluates a segment and all that build on it. A list stays as it is.
     *
     * @param cause in a word, as the history shows it
     */
    public void evaluate(SegmentId id, String cause) {
        evaluate(dependencies -> dependencies.from(id), cause);
    }

    /** Evaluates all segments. */
    public void evaluateAll(String cause) {
        merged.follow();
        evaluate(Dependencies::inOrder, cause);
    }

    /** Evaluates the segments that a model decides about. */
    public void evaluateUsing(ModelId model, String cause) {
        evaluate(dependencies -> dependencies.using(model), cause);
    }

    /** Evaluates all segments for profiles that changed; the others stay where they are. */
    void evaluateFor(RoaringBitmap profiles, String cause) {
        Instant moment = asOf.instant();
        merged.follow(profiles);
        dependencies()
                .inOrder()
                .forEach(id -> alone(id, definition -> follow(id, definition, profiles, moment, cause)));
    }

    private void evaluate(Function<Dependencies, List<SegmentId>> which, String cause) {
        replica.catchUp();
        Instant moment = asOf.instant();
        which.apply(dependencies())
                .forEach(id ->
                        alone(id, definition -> store.store(id, audience.members(definition, moment), moment, cause)));
    }

    private Dependencies dependencies() {
        return QuarkusTransaction.requiringNew().call(() -> new Dependencies(segments.listAll()));
    }

    private void alone(SegmentId id, Consumer<Condition> deed) {
        try {
            store.alone(id, () -> segments.find(id).flatMap(Segment::definition).ifPresent(deed));
        } catch (ProblemException refused) {
            mark(id, refused.problem().code(), refused.problem().detail());
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Segment %d could not be evaluated", id.value());
            mark(id, "EVALUATION_FAILED", "The segment could not be evaluated; it keeps the members it had.");
        }
    }

    /**
     * Whoever saves a definition has it evaluated for everybody; until then there is nothing to move profiles in. Where nobody
     * moves nothing is written, not even that it was looked at: that would cost a commit for each segment several times a
     * second.
     */
    private void follow(SegmentId id, Condition definition, RoaringBitmap changed, Instant moment, String cause) {
        if (!store.upToDate(id)) {
            return;
        }
        if (Dependencies.ranks(definition)) {
            store.store(id, audience.members(definition, moment), moment, cause);
            return;
        }
        RoaringBitmap before = store.members(id);
        RoaringBitmap members = RoaringBitmap.andNot(before, changed);
        members.or(audience.members(definition, changed, moment));
        if (!members.equals(before)) {
            store.store(id, members, moment, cause);
        }
    }

    private void mark(SegmentId id, String code, String detail) {
        store.mark(
                id,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("detail", detail)
                        .toString());
    }
}
