// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.SyncMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Compares wanted with acknowledged, chunk by chunk: both sides stream in ascending order, at most one chunk of each is
 * in memory, and the result is bitmaps. Used once.
 */
final class Comparison {

    private static final int[] NOBODY = {};
    private static final long[] NO_FINGERPRINTS = {};

    private final SyncPlan plan;
    private final Standing standing;
    private final RoaringBitmap inJobs;

    private final RoaringBitmapWriter<RoaringBitmap> added = writer();
    private final RoaringBitmapWriter<RoaringBitmap> changed = writer();
    private final RoaringBitmapWriter<RoaringBitmap> removed = writer();
    private final RoaringBitmapWriter<RoaringBitmap> released = writer();
    private final RoaringBitmapWriter<RoaringBitmap> resolved = writer();
    private final RoaringBitmapWriter<RoaringBitmap> kept = writer();
    private final SentNames names = new SentNames();
    private int nextStanding;
    private long wantedCount;
    private long acknowledgedCount;
    private long heldBack;
    private long invalid;
    private long skipped;

    /** @param inJobs members in batches the destination still works on: neither sent nor removed meanwhile */
    Comparison(SyncPlan plan, Standing standing, RoaringBitmap inJobs) {
        this.plan = plan;
        this.standing = standing;
        this.inJobs = inJobs;
    }

    private static RoaringBitmapWriter<RoaringBitmap> writer() {
        return RoaringBitmapWriter.writer().get();
    }

    Difference of(Iterator<WantedChunk> wanted, Iterator<AcknowledgedChunk> acknowledged) {
        var want = next(wanted, -1);
        var have = next(acknowledged);
        while (want.isPresent() || have.isPresent()) {
            int wantAt = want.map(WantedChunk::chunk).orElse(Integer.MAX_VALUE);
            int haveAt = have.map(AcknowledgedChunk::chunk).orElse(Integer.MAX_VALUE);
            int chunk = Math.min(wantAt, haveAt);
            var wantHere = want.filter(some -> some.chunk() == chunk);
            var haveHere = have.filter(some -> some.chunk() == chunk);
            compare(chunk, wantHere, haveHere);
            if (wantHere.isPresent()) {
                want = next(wanted, chunk);
            }
            if (haveHere.isPresent()) {
                have = next(acknowledged);
            }
        }
        resolveBefore(Integer.MAX_VALUE);
        return new Difference(
                added.get(),
                changed.get(),
                removed.get(),
                released.get(),
                resolved.get(),
                kept.get(),
                wantedCount,
                acknowledgedCount,
                heldBack,
                invalid,
                skipped,
                names);
    }

    private static Optional<WantedChunk> next(Iterator<WantedChunk> chunks, int previous) {
        if (!chunks.hasNext()) {
            return Optional.empty();
        }
        var chunk = chunks.next();
        if (chunk.chunk() <= previous) {
            throw new IllegalStateException("wanted chunks must ascend: " + chunk.chunk() + " after " + previous);
        }
        return Optional.of(chunk);
    }

    private static Optional<AcknowledgedChunk> next(Iterator<AcknowledgedChunk> chunks) {
        return chunks.hasNext() ? Optional.of(chunks.next()) : Optional.empty();
    }

    private void compare(int chunk, Optional<WantedChunk> want, Optional<AcknowledgedChunk> have) {
        var wanted = want.map(some -> some.members().toArray()).orElse(NOBODY);
        var wantedPrints = want.map(WantedChunk::fingerprints).orElse(NO_FINGERPRINTS);
        var held = have.map(some -> some.members().toArray()).orElse(NOBODY);
        var heldPrints = have.map(AcknowledgedChunk::fingerprints).orElse(NO_FINGERPRINTS);
        wantedCount += wanted.length;
        acknowledgedCount += held.length;
        heldBack += want.stream()
                .flatMap(some -> some.heldBack().values().stream())
                .mapToLong(Integer::longValue)
                .sum();
        if (nothingStands()
                && inJobs.isEmpty()
                && Arrays.equals(wantedPrints, heldPrints)
                && Arrays.equals(wanted, held)
                && !containsUnknown(heldPrints)) {
            keepAll(chunk, held);
            return;
        }
        int base = chunk << 16;
        int w = 0;
        int h = 0;
        while (w < wanted.length || h < held.length) {
            int low = Math.min(
                    w < wanted.length ? wanted[w] : WantedChunk.SIZE, h < held.length ? held[h] : WantedChunk.SIZE);
            var isWanted = w < wanted.length && wanted[w] == low;
            var isHeld = h < held.length && held[h] == low;
            if (isWanted && isHeld) {
                both(base | low, wantedPrints[w++], heldPrints[h++]);
            } else if (isWanted) {
                hold(base | low, wantedPrints[w++], added);
            } else {
                sentAs(base | low, heldPrints[h++]);
                leave(base | low);
            }
        }
    }

    private void keepAll(int chunk, int[] members) {
        if (plan.tellsEverybody()) {
            for (int low : members) {
                kept.add(chunk << 16 | low);
            }
        }
    }

    private boolean nothingStands() {
        return nextStanding >= standing.size();
    }

    private static boolean containsUnknown(long[] fingerprints) {
        for (long fingerprint : fingerprints) {
            if (Fingerprint.isUnknown(fingerprint)) {
                return true;
            }
        }
        return false;
    }

    private void both(int profile, long wantedPrint, long heldPrint) {
        if (plan.removesOldNames()
                && !Fingerprint.isSameName(Fingerprint.mark(wantedPrint), Fingerprint.mark(heldPrint))) {
            sentAs(profile, heldPrint);
            if (leave(profile)) {
                added.add(profile);
            }
        } else if (Fingerprint.isUnknown(heldPrint)) {
            sentAs(profile, heldPrint);
            hold(profile, wantedPrint, added);
        } else if (!Fingerprint.isSame(heldPrint, wantedPrint) && plan.tellsChanges()) {
            sentAs(profile, heldPrint);
            hold(profile, wantedPrint, changed);
        } else {
            refusalOf(profile).ifPresent(index -> resolved.add(profile));
            if (plan.tellsEverybody()) {
                kept.add(profile);
            }
        }
    }

    private void sentAs(int profile, long heldPrint) {
        if (plan.removesOldNames()) {
            names.add(profile, Fingerprint.mark(heldPrint));
        }
    }

    private void hold(int profile, long wantedPrint, RoaringBitmapWriter<RoaringBitmap> part) {
        var refusal = refusalOf(profile);
        if (refusal.isPresent()) {
            int index = refusal.get();
            byte flags = standing.flags()[index];
            var firm = (flags & Standing.FIRM) != 0;
            var sameData = Fingerprint.isSame(standing.fingerprints()[index], wantedPrint) || firm;
            var safe = firm && plan.tellsEverybody(); // who may be there already is there once, whoever looks
            if ((flags & (Standing.DUE | Standing.LEAVING)) == 0 && sameData && !safe) {
                invalid += (flags & Standing.INVALID) != 0 ? 1 : 0;
                skipped += (flags & Standing.SKIPPED) != 0 ? 1 : 0;
                return;
            }
            if ((flags & Standing.LEAVING) != 0) {
                resolved.add(profile);
            }
        }
        if (!isInJob(profile)) {
            part.add(profile);
        }
    }

    /** @return whether they are to be removed */
    private boolean leave(int profile) {
        var refusal = refusalOf(profile);
        if (plan.tellsLeavers()) {
            if (refusal.isPresent()) {
                byte flags = standing.flags()[refusal.get()];
                if ((flags & Standing.LEAVING) == 0) {
                    resolved.add(profile);
                } else if ((flags & Standing.DUE) == 0) {
                    return false;
                }
            }
            if (!isInJob(profile)) {
                removed.add(profile);
                return true;
            }
            return false;
        }
        refusal.ifPresent(index -> resolved.add(profile));
        if (plan.audience().mode() == SyncMode.REMOVE && !isInJob(profile)) {
            released.add(profile);
        }
        return false;
    }

    private boolean isInJob(int profile) {
        return !inJobs.isEmpty() && inJobs.contains(profile);
    }

    /** Profiles come in ascending order, so refusals passed over belong to nobody who is wanted or held. */
    private Optional<Integer> refusalOf(int profile) {
        if (nothingStands()) {
            return Optional.empty();
        }
        resolveBefore(profile);
        return nextStanding < standing.size() && standing.profiles()[nextStanding] == profile
                ? Optional.of(nextStanding++)
                : Optional.empty();
    }

    private void resolveBefore(int profile) {
        while (nextStanding < standing.size() && standing.profiles()[nextStanding] < profile) {
            resolved.add(standing.profiles()[nextStanding++]);
        }
    }
}
