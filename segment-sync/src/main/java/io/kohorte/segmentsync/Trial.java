// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** One row sent by hand: what goes out, and what became of it. */
final class Trial {

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Books books;
    private final Clock clock;

    Trial(SyncPlan plan, AudienceSource source, Books books, Clock clock) {
        this.plan = plan;
        this.source = source;
        this.books = books;
        this.clock = clock;
    }

    SyncPlan plan() {
        return plan;
    }

    boolean isWanted(int profile) {
        try (var wanted = source.wanted(plan.sync(), RoaringBitmap.bitmapOf(profile))) {
            return wanted.anyMatch(
                    some -> some.chunk() == profile >>> 16 && some.members().contains(profile & 0xFFFF));
        }
    }

    static TestRow notWanted() {
        return new TestRow(Optional.empty(), "not-wanted", "", "The profile is not in this audience.", "", List.of());
    }

    List<WireRequest> requests(Change change, int profile) {
        var kind = Shipment.wire(change, plan);
        var ready =
                source.rows(plan.sync(), kind, RoaringBitmap.bitmapOf(profile), any -> Fingerprint.NAMELESS).stream()
                        .filter(MemberRow.Ready.class::isInstance)
                        .map(MemberRow.Ready.class::cast)
                        .toList();
        if (ready.isEmpty()) {
            return List.of();
        }
        try (var destination = plan.opening().open(heard -> {})) {
            var now = clock.instant();
            var batch = Parcel.of(change, kind, now, ready, now).batch(Optional.empty());
            return destination
                    .audiences()
                    .preview(RemoteAudience.planned(plan.audience()), batch)
                    .requests();
        }
    }

    TestRow result(RunId run, int profile, List<WireRequest> requests) {
        var refusal = books.workbench().of(plan.sync(), profile);
        if (refusal.isPresent()) {
            var why = refusal.get();
            return new TestRow(Optional.of(run), why.state(), why.code(), why.message(), why.field(), requests);
        }
        var result = books.outbox().inJobs(plan.sync()).contains(profile) ? "sending" : "acknowledged";
        return new TestRow(Optional.of(run), result, "", "", "", requests);
    }

    /** The run is over before it began, so only its problem is noted; the sync itself goes on. */
    TestRow failed(Lease lease, RunId run, Ended ended, List<WireRequest> requests) {
        lease.record(connection -> books.runs().failed(connection, run, ended.problem()));
        var problem = ended.problem().orElseGet(() -> new RunProblem("UNEXPECTED", "Stopped.", "", ""));
        return new TestRow(Optional.of(run), "rejected", problem.code(), problem.message(), problem.field(), requests);
    }
}
