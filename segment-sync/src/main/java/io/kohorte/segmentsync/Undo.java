// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes back what one run did: whoever entered with it leaves, and whoever left enters again, with the data of now. Compared
 * with what the destination has, so that it can be begun again at any time and does nothing twice.
 *
 * @param entered with the run, and with no later one
 * @param left with the run, and with no later one
 * @param changed members that stay as they are: the data they had before is not on record
 * @param renamed left with the run under one name and entered under another: they stay, too
 * @param overtaken entered or left with the run, and again with a later one: they stay as that left them
 */
record Undo(
        RoaringBitmap entered,
        RoaringBitmap left,
        RoaringBitmap changed,
        RoaringBitmap renamed,
        RoaringBitmap overtaken) {

    static final RunId NOT_BEGUN = new RunId(0);

    /** @param own run of this undoing, or {@link #NOT_BEGUN} */
    static Undo of(Connection connection, SyncId sync, RunId undone, RunId own) throws SQLException {
        var trail = History.of(connection, sync, undone);
        var renamed = RoaringBitmap.and(trail.entered(), trail.left());
        var entered = RoaringBitmap.andNot(trail.entered(), renamed);
        var left = RoaringBitmap.andNot(trail.left(), renamed);
        var later = History.after(connection, sync, undone, own);
        var overtaken = RoaringBitmap.and(RoaringBitmap.or(entered, left), later);
        entered.andNot(later);
        left.andNot(later);
        return new Undo(entered, left, trail.changed(), renamed, overtaken);
    }

    /** Whether what the run counted is on record at all: history is kept within a budget. */
    boolean accountsFor(RunCounts counts) {
        var removed = counts.removed().accepted() > 0;
        var written = counts.added().accepted() + counts.changed().accepted() > 0;
        var rest = !overtaken.isEmpty() || !renamed.isEmpty();
        return (!removed || !left.isEmpty() || rest) && (!written || !entered.isEmpty() || !changed.isEmpty() || rest);
    }

    /** @param inJobs members the destination is working on: not touched meanwhile */
    Difference difference(Iterator<AcknowledgedChunk> acknowledged, RoaringBitmap inJobs) {
        var names = new SentNames();
        var held = new RoaringBitmap();
        var surely = new RoaringBitmap();
        while (acknowledged.hasNext()) {
            var chunk = acknowledged.next();
            int row = 0;
            for (int low : chunk.members().toArray()) {
                int profile = chunk.chunk() << 16 | low;
                var print = chunk.fingerprints()[row++];
                held.add(profile);
                if (!Fingerprint.isUnknown(print)) {
                    surely.add(profile);
                }
                if (entered.contains(profile)) {
                    names.add(profile, Fingerprint.mark(print));
                }
            }
        }
        var members = held.getCardinality();
        var removed = RoaringBitmap.andNot(RoaringBitmap.and(entered, held), inJobs);
        var added = RoaringBitmap.andNot(RoaringBitmap.andNot(left, surely), inJobs);
        var nobody = new RoaringBitmap();
        held.andNot(removed);
        held.andNot(added);
        return new Difference(
                added, nobody, removed, nobody, nobody, held, added.getCardinality(), members, 0, 0, 0, names);
    }
}
