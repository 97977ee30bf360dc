// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * Everybody of an experiment as they are called now, each in one group from one moment on.
 *
 * @param mixed left out, since profiles of both groups turned out to be one person
 */
record Participants(List<Enrolment> enrolments, int mixed) {

    /** @param merged profiles that are part of another now */
    static Participants of(List<Enrolment> enrolments, Map<Integer, Integer> merged) {
        RoaringBitmap mixed = new RoaringBitmap();
        List<Enrolment> now = new ArrayList<>();
        RoaringBitmap treated = new RoaringBitmap();
        RoaringBitmap heldOut = new RoaringBitmap();
        for (Enrolment enrolment : enrolments) {
            RoaringBitmap freshlyTreated = living(enrolment.treated(), merged);
            RoaringBitmap freshlyHeldOut = living(enrolment.heldOut(), merged);
            mixed.or(RoaringBitmap.and(
                    RoaringBitmap.or(treated, freshlyTreated), RoaringBitmap.or(heldOut, freshlyHeldOut)));
            freshlyTreated.andNot(treated);
            freshlyHeldOut.andNot(heldOut);
            treated.or(freshlyTreated);
            heldOut.or(freshlyHeldOut);
            now.add(new Enrolment(enrolment.at(), freshlyTreated, freshlyHeldOut));
        }
        now.forEach(enrolment -> {
            enrolment.treated().andNot(mixed);
            enrolment.heldOut().andNot(mixed);
        });
        return new Participants(now, mixed.getCardinality());
    }

    /** Those whose days are over by then: what they did is known whole. */
    List<Enrolment> over(Duration window, Instant asOf) {
        return enrolments.stream()
                .filter(enrolment -> !enrolment.at().plus(window).isAfter(asOf))
                .toList();
    }

    RoaringBitmap treated() {
        return all(enrolments).treated();
    }

    RoaringBitmap heldOut() {
        return all(enrolments).heldOut();
    }

    /** All of these together, from the first moment on. */
    static Enrolment all(List<Enrolment> enrolments) {
        RoaringBitmap treated = new RoaringBitmap();
        RoaringBitmap heldOut = new RoaringBitmap();
        enrolments.forEach(enrolment -> {
            treated.or(enrolment.treated());
            heldOut.or(enrolment.heldOut());
        });
        return new Enrolment(
                enrolments.isEmpty() ? Instant.EPOCH : enrolments.get(0).at(), treated, heldOut);
    }

    private static RoaringBitmap living(RoaringBitmap profiles, Map<Integer, Integer> merged) {
        RoaringBitmap living = profiles.clone();
        merged.forEach((loser, winner) -> {
            if (living.checkedRemove(loser)) {
                living.add(winner);
            }
        });
        return living;
    }
}
