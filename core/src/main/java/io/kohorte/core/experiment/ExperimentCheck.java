// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.experiment.Experiment.Division;
import io.kohorte.core.experiment.ExperimentResource.Draft;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.segment.SegmentStore;
import io.kohorte.core.sync.SyncGroups;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Whether an experiment can be made as it is wanted. */
@Singleton
class ExperimentCheck {

    private final SyncGroups syncs;
    private final SegmentStore segments;
    private final AsOf asOf;

    ExperimentCheck(SyncGroups syncs, SegmentStore segments, AsOf asOf) {
        this.syncs = syncs;
        this.segments = segments;
        this.asOf = asOf;
    }

    record Checked(Division division, double heldOutShare) {}

    /** @throws ProblemException that points at the wrong field */
    Checked check(Draft draft) {
        Long sync = draft.sync();
        Long treated = draft.treatedSegment();
        Long heldOut = draft.heldOutSegment();
        if (sync != null && treated == null && heldOut == null) {
            return ofSync(sync, draft);
        }
        if (sync == null && treated != null && heldOut != null) {
            return ofSegments(treated, heldOut, draft);
        }
        throw ProblemException.invalid(
                "/sync",
                "DIVISION_NEEDED",
                "An experiment is of one sync, or of two segments.",
                "Name a sync with a holdout, or a segment that was treated and one that was not.");
    }

    private Checked ofSync(long sync, Draft draft) {
        double share = syncs.share(sync)
                .orElseThrow(() -> ProblemException.invalid(
                        "/sync", "UNKNOWN_SYNC", "There is no such sync.", "Choose one of the list."));
        if (share == 0) {
            throw ProblemException.invalid(
                    "/sync",
                    "SYNC_WITHOUT_HOLDOUT",
                    "This sync holds nobody out, so there is nothing to compare with.",
                    "Give the sync a holdout of a tenth, for example.");
        }
        refuse("/heldOutShare", draft.heldOutShare(), "The share is that of the sync.");
        refuse(
                "/startedAt",
                draft.startedAt(),
                "An experiment of a sync begins now: who was in it before is not on record.");
        return new Checked(new Division.BySync(sync), share);
    }

    private static void refuse(String pointer, @Nullable Object given, String sentence) {
        if (given != null) {
            throw ProblemException.invalid(pointer, "NOT_WITH_A_SYNC", sentence, "Leave it out.");
        }
    }

    private Checked ofSegments(long treated, long heldOut, Draft draft) {
        RoaringBitmap one = members("/treatedSegment", treated);
        RoaringBitmap other = members("/heldOutSegment", heldOut);
        if (RoaringBitmap.intersects(one, other)) {
            throw ProblemException.invalid(
                    "/heldOutSegment",
                    "GROUPS_OVERLAP",
                    "There are people in both segments.",
                    "Choose segments that share nobody.");
        }
        Double share = draft.heldOutShare();
        if (share != null && !(share > 0 && share < 1)) {
            throw ProblemException.invalid(
                    "/heldOutShare", "INVALID_SHARE", "The share lies between 0 and 1.", "Give 0.5 for halves.");
        }
        if (draft.startedAt() != null && draft.startedAt().isAfter(asOf.latest())) {
            throw ProblemException.invalid(
                    "/startedAt", "IN_THE_FUTURE", "This moment is still to come.", "Give one that has been.");
        }
        return new Checked(new Division.BySegments(treated, heldOut), share == null ? .5 : share);
    }

    private RoaringBitmap members(String pointer, long segment) {
        try {
            return segments.members(new SegmentId(segment));
        } catch (ProblemException gone) {
            throw ProblemException.invalid(
                    pointer, "UNKNOWN_SEGMENT", "There is no such segment.", "Choose one of the list.");
        }
    }
}
