// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Whom one model has yet to score: those of whom something changed, and everybody in turn when its champion or the present is another. Not for
 * several threads.
 */
final class Follower {
    private static final Duration REST = Duration.ofSeconds(30);

    /** Of so many at once, nobody waits for the answer. */
    private static final int MANY = 20_000;

    private final RoaringBitmap changed = new RoaringBitmap();
    private final RoaringBitmap inTurn = new RoaringBitmap();
    private Optional<Instant> waitingSince = Optional.empty();
    private Optional<Champion> champion = Optional.empty();
    private Optional<Instant> present = Optional.empty();
    private Optional<Speaker> speaker = Optional.empty();
    private Optional<Instant> restsUntil = Optional.empty();
    private boolean heard;

    /** A version read once, and the definition it speaks by. */
    record Speaker(Champion champion, Model model, Voice voice) {
        boolean isAboutASegment() {
            return model.definition().segment() != null;
        }
    }

    /** @param highest the highest number of a profile */
    void hear(Champion speaks, Instant now, int highest, ScoringNews news) {
        if (!champion.equals(Optional.of(speaks)) || !present.equals(Optional.of(now)) || news.everybody()) {
            inTurn.add(1L, highest + 1L);
        }
        if (!champion.equals(Optional.of(speaks))) {
            speaker = Optional.empty();
            restsUntil = Optional.empty();
            heard = false;
        }
        champion = Optional.of(speaks);
        present = Optional.of(now);
        RoaringBitmap people = isAboutASegment() ? RoaringBitmap.or(news.people(), news.moved()) : news.people();
        if (people.getCardinality() > MANY) {
            inTurn.or(people);
        } else if (!people.isEmpty()) {
            changed.or(people);
            waitingSince = waitingSince.or(() -> Optional.of(news.since()));
        }
    }

    Champion champion() {
        return champion.orElseThrow();
    }

    /** Reads the champion unless that is done. */
    Speaker speaker(Reading reading) {
        Speaker known = speaker.orElseGet(() -> reading.of(champion()));
        speaker = Optional.of(known);
        return known;
    }

    @FunctionalInterface
    interface Reading {
        Speaker of(Champion champion);
    }

    /** Never before it was read. */
    boolean isAboutASegment() {
        return speaker.filter(Speaker::isAboutASegment).isPresent();
    }

    /** What the champion reads; nothing unless it was read itself. */
    List<String> features() {
        return speaker.map(known -> known.voice().features()).orElse(List.of());
    }

    /** Those of whom something changed, {@code most} of them. */
    RoaringBitmap changed(int most) {
        return changed.limit(most);
    }

    /** Some of those whose turn it is. */
    RoaringBitmap inTurn(int most) {
        return inTurn.limit(most);
    }

    /** Answers whether this is news: the first time that the champion was scored by as it stands, and whenever it failed before. */
    boolean scored(RoaringBitmap people) {
        boolean news = !heard || isFailing();
        changed.andNot(people);
        inTurn.andNot(people);
        restsUntil = Optional.empty();
        heard = true;
        if (changed.isEmpty()) {
            waitingSince = Optional.empty();
        }
        return news;
    }

    /** Nobody is lost; the next try comes after a rest. Answers whether this is news. */
    boolean failed(Instant at) {
        boolean news = restsUntil.isEmpty();
        restsUntil = Optional.of(at.plus(REST));
        return news;
    }

    boolean isFailing() {
        return restsUntil.isPresent();
    }

    boolean isReady(Instant at) {
        return !(changed.isEmpty() && inTurn.isEmpty())
                && restsUntil.filter(at::isBefore).isEmpty();
    }

    /** Since when somebody waits of whom something changed. */
    Optional<Instant> waitingSince() {
        return waitingSince;
    }
}
