// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Snapshot;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.spi.WireRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Goes through a run without sending: every row is read and every batch shown to the connector. Used once. */
final class Rehearsal {

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Difference difference;
    private final Instant decidedAt;
    private final int sampleSize;

    private final List<DryRun.SampleRow> sample = new ArrayList<>();
    private final List<WireRequest> requests = new ArrayList<>();
    private final Map<MemberChange.Kind, Long> sendable = new EnumMap<>(MemberChange.Kind.class);
    private Optional<String> cannotPreview = Optional.empty();
    private long invalid;
    private long skipped;
    private long calls;
    private int parts;
    private long untold;

    Rehearsal(SyncPlan plan, AudienceSource source, Difference difference, Instant decidedAt, int sampleSize) {
        this.plan = plan;
        this.source = source;
        this.difference = difference;
        this.decidedAt = decidedAt;
        this.sampleSize = sampleSize;
        this.invalid = difference.standingInvalid();
        this.skipped = difference.heldBack() + difference.standingSkipped();
    }

    /** @param guard what would stop the run */
    DryRun perform(Optional<GuardStop> guard) {
        try (var destination = plan.opening().open(heard -> {})) {
            var writer = destination.audiences();
            int rows = plan.pace().orElseGet(destination::limits).rowsPerBatch();
            if (plan.tellsEverybody()) {
                snapshot(writer, rows);
            } else {
                for (var change : List.of(Change.REMOVED, Change.CHANGED, Change.ADDED)) {
                    slices(writer, change, difference.part(change), rows);
                }
            }
        }
        return new DryRun(
                sendable.getOrDefault(MemberChange.Kind.ADD, 0L),
                sendable.getOrDefault(MemberChange.Kind.UPDATE, 0L),
                sendable.getOrDefault(MemberChange.Kind.REMOVE, 0L),
                invalid,
                skipped,
                List.copyOf(sample),
                cannotPreview.isPresent() ? List.of() : List.copyOf(requests),
                calls,
                guard,
                cannotPreview);
    }

    /** Everybody goes out, but what counts is to whom it makes a difference; they are shown first. */
    private void snapshot(AudienceWriter writer, int rows) {
        untold = difference.isEmpty() ? 0 : difference.sizeOfAll();
        if (untold > 0) {
            slices(writer, Change.ADDED, difference.added(), rows);
            slices(writer, Change.CHANGED, difference.changed(), rows);
            var counted = Map.copyOf(sendable);
            slices(writer, Change.CHANGED, difference.kept(), rows);
            sendable.keySet().retainAll(counted.keySet());
            sendable.putAll(counted);
        }
        sendable.put(MemberChange.Kind.REMOVE, difference.leavers());
    }

    private void slices(AudienceWriter writer, Change change, RoaringBitmap members, int rows) {
        var slices = new Slices(members, rows);
        while (slices.hasNext()) {
            rehearse(writer, change, slices.next());
        }
    }

    private void rehearse(AudienceWriter writer, Change change, RoaringBitmap slice) {
        var kind = Shipment.wire(change, plan);
        var ready = new ArrayList<MemberRow.Ready>();
        for (var row : source.rows(
                plan.sync(),
                kind,
                slice,
                change == Change.REMOVED ? difference.names()::of : profile -> Fingerprint.NAMELESS)) {
            if (row instanceof MemberRow.Ready some) {
                ready.add(some);
            } else if (row instanceof MemberRow.Invalid) {
                invalid++;
            } else {
                skipped++;
            }
        }
        ready.sort(Comparator.comparingInt(MemberRow.Ready::profile));
        untold -= slice.getLongCardinality();
        if (ready.isEmpty()) {
            return;
        }
        var parcel = Parcel.of(change, kind, decidedAt, ready, decidedAt);
        var counted = plan.tellsEverybody() && change == Change.CHANGED ? MemberChange.Kind.UPDATE : kind;
        sendable.merge(counted, ready.size() - preview(writer, parcel), Long::sum);
        showSample(writer, parcel);
    }

    private Optional<Snapshot> part() {
        return plan.tellsEverybody()
                ? Optional.of(new Snapshot("rehearsal", decidedAt, parts++, untold == 0))
                : Optional.empty();
    }

    /** @return how many rows the connector would hold back */
    private long preview(AudienceWriter writer, Parcel parcel) {
        if (cannotPreview.isPresent()) {
            calls++;
            return 0;
        }
        try {
            var preview = writer.preview(RemoteAudience.planned(plan.audience()), parcel.batch(part()));
            calls += preview.requests().size();
            preview.refused().forEach(refusal -> {
                if (refusal.outcome() instanceof Outcome.Skipped) {
                    skipped++;
                } else {
                    invalid++;
                }
            });
            return preview.refused().size();
        } catch (ConnectorException | UnsupportedCapabilityException refused) {
            cannotPreview = Optional.of(refused.getMessage());
            calls++;
            return 0;
        }
    }

    /** The first rows are shown in requests of their own, so that what is shown is whole and small. */
    private void showSample(AudienceWriter writer, Parcel parcel) {
        int room = sampleSize - sample.size();
        if (room <= 0) {
            return;
        }
        int offset = sample.size();
        var shown = parcel.changes().subList(0, Math.min(room, parcel.size()));
        for (int row = 0; row < shown.size(); row++) {
            sample.add(new DryRun.SampleRow(parcel.shipment().profiles()[row], shown.get(row)));
        }
        if (cannotPreview.isPresent()) {
            return;
        }
        var batch = new Batch(parcel.shipment().key(), decidedAt, shown, part());
        for (var request :
                writer.preview(RemoteAudience.planned(plan.audience()), batch).requests()) {
            requests.add(new WireRequest(
                    request.method(),
                    request.url(),
                    request.headers(),
                    request.body(),
                    request.rows().stream().map(row -> row + offset).toList()));
        }
    }
}
