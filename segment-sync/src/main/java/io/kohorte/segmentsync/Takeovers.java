// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * Those who leave under a name that another wanted member goes by now. The destination has that name from one of the two, and
 * somebody on our record has to answer for it: who leaves is let go only once the other is there under the name. If the
 * other is refused, the name is removed as soon as nobody wanted goes by it.
 */
final class Takeovers {

    private final SyncPlan plan;
    private final Recording recording;
    private final List<MemberRow.TakenOver> waiting = new ArrayList<>();

    Takeovers(SyncPlan plan, Recording recording) {
        this.plan = plan;
        this.recording = recording;
    }

    /**
     * Lets go those whose name the other is there under.
     *
     * @return removals that are needed all the same, since the other is there under a name of its own: nothing would be
     *     overwritten
     */
    List<MemberRow.Ready> needed(List<MemberRow.TakenOver> rows, Instant decidedAt) {
        var held = held(rows);
        var needed = new ArrayList<MemberRow.Ready>();
        var done = new ArrayList<MemberRow.TakenOver>();
        for (var row : rows) {
            if (!held.containsKey(row.by())) {
                waiting.add(row);
            } else if (isUnderTheName(row, held)) {
                done.add(row);
            } else {
                needed.add(row.leaving());
            }
        }
        record(done, List.of(), decidedAt);
        return needed;
    }

    /** Once everybody wanted was sent. */
    void settle(Instant decidedAt) {
        var held = held(waiting);
        var done = new ArrayList<MemberRow.TakenOver>();
        var staying = new ArrayList<MemberRow.TakenOver>();
        waiting.forEach(row -> (isUnderTheName(row, held) ? done : staying).add(row));
        waiting.clear();
        record(done, staying, decidedAt);
    }

    private static boolean isUnderTheName(MemberRow.TakenOver row, Map<Integer, Long> held) {
        return held.containsKey(row.by())
                && Fingerprint.isSameName(Fingerprint.mark(held.get(row.by())), Fingerprint.mark(row.fingerprint()));
    }

    private Map<Integer, Long> held(Collection<MemberRow.TakenOver> rows) {
        var others = new RoaringBitmap();
        rows.forEach(row -> others.add(row.by()));
        return others.isEmpty() ? Map.of() : recording.held(others);
    }

    private void record(List<MemberRow.TakenOver> done, List<MemberRow.TakenOver> staying, Instant decidedAt) {
        var all = new ArrayList<MemberRow.TakenOver>(done);
        all.addAll(staying);
        if (all.isEmpty()) {
            return;
        }
        var tidings = new Tidings(Shipment.unsent(Change.REMOVED, decidedAt, all));
        for (int row = 0; row < all.size(); row++) {
            if (row < done.size()) {
                tidings.release(row);
            } else {
                tidings.refuse(Refusal.skipped(
                        all.get(row).profile(),
                        Change.REMOVED,
                        all.get(row).fingerprint(),
                        SkipReason.NOTHING_TO_SEND,
                        true));
            }
        }
        recording.unsent(Shipment.wire(Change.REMOVED, plan), tidings);
    }
}
