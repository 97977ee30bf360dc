// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import org.roaringbitmap.RoaringBitmap;

/**
 * Wanted against acknowledged.
 *
 * @param released acknowledged, no longer wanted, and the destination need not be told
 * @param resolved refusals whose cause is gone
 * @param wanted number of wanted members
 * @param acknowledged number of acknowledged members
 * @param heldBack profiles in the segment that are not wanted on purpose
 * @param standingInvalid wanted members that stay out as invalid
 * @param standingSkipped wanted members that stay out as skipped
 * @param kept members who are there and stay as they are. Only where everybody is told; empty otherwise
 * @param names under which the destination has those who differ. Whoever goes by another now is both removed and added
 */
record Difference(
        RoaringBitmap added,
        RoaringBitmap changed,
        RoaringBitmap removed,
        RoaringBitmap released,
        RoaringBitmap resolved,
        RoaringBitmap kept,
        long wanted,
        long acknowledged,
        long heldBack,
        long standingInvalid,
        long standingSkipped,
        SentNames names) {

    /** One member to be sent. */
    static Difference ofOne(int profile, boolean held) {
        var one = RoaringBitmap.bitmapOf(profile);
        var none = new RoaringBitmap();
        return new Difference(
                held ? none : one, held ? one : none, none, none, none, none, 1, 0, 0, 0, 0, new SentNames());
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /**
     * The same as part of a whole audience in which nobody else differs.
     *
     * @param members number of all acknowledged members
     */
    Difference outOf(long members) {
        return new Difference(
                added,
                changed,
                removed,
                released,
                resolved,
                kept,
                members - acknowledged + wanted,
                members,
                heldBack,
                standingInvalid,
                standingSkipped,
                names);
    }

    /** Who goes by another name now, so that the destination takes them for somebody else. */
    RoaringBitmap renamed() {
        return RoaringBitmap.and(removed, added);
    }

    /** Number of those who leave and do not come back under another name. */
    long leavers() {
        return RoaringBitmap.andNotCardinality(removed, added);
    }

    /** Whether there is nothing to do, not even on our side. */
    boolean isSettled() {
        return isEmpty() && released.isEmpty() && resolved.isEmpty();
    }

    /** How many rows go out. */
    long size() {
        return added.getLongCardinality() + changed.getLongCardinality() + removed.getLongCardinality();
    }

    /** How many rows go out where everybody is told: nobody who left. */
    long sizeOfAll() {
        return there().getLongCardinality() + added.getLongCardinality();
    }

    /** Members who stay, with other data or not. */
    RoaringBitmap there() {
        return RoaringBitmap.or(kept, changed);
    }

    /** The same where it does not matter who was called what: a snapshot lets go of every name it does not tell. */
    Difference nameless() {
        return new Difference(
                added,
                changed,
                removed,
                released,
                resolved,
                kept,
                wanted,
                acknowledged,
                heldBack,
                standingInvalid,
                standingSkipped,
                new SentNames());
    }

    RoaringBitmap part(Change change) {
        return switch (change) {
            case ADDED -> added;
            case CHANGED -> changed;
            case REMOVED -> removed;
            case UNCLEAR, RELEASED -> throw new IllegalArgumentException("nobody sends what is " + change.wire());
        };
    }
}
