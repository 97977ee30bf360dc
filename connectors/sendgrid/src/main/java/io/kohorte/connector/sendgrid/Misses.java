// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who was searched for in vain, and since when. SendGrid finds a contact some time after the job that made it has ended, so
 * one search says nothing: only who stays unfindable is no contact. Kept in memory; after a restart somebody waits once more.
 * Thread-safe.
 */
final class Misses {

    /** For so long somebody has to be unfindable. SendGrid names no figure; most contacts are found within a minute. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Short enough to be waited for within a run, and long enough to last for {@link #PATIENCE} in five searches. */
    static final Duration SEARCH_AGAIN = Duration.ofSeconds(45);

    /** Nobody waits so long for the next search; what is older belongs to an earlier leaving. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Outcome.Retry AGAIN = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "SendGrid does not find this contact yet: it is searched for again."),
            SEARCH_AGAIN);

    private final Clock clock;
    private final Map<Name, Instant> since = new ConcurrentHashMap<>();

    Misses(Clock clock) {
        this.clock = clock;
    }

    private record Name(Identifier identifier, String name) {

        static Name of(Person person) {
            return new Name(person.identifier(), person.name());
        }
    }

    /** Forgets those of whom there is something newer to know: they were found, or are sent. */
    void forget(List<Person> people) {
        var longAgo = clock.instant().minus(KEPT);
        since.values().removeIf(first -> first.isBefore(longAgo));
        people.forEach(person -> since.remove(Name.of(person)));
    }

    /** Of somebody who is not found now: there is nobody to take out, or it is too early to say. */
    Outcome missed(Person person) {
        var now = clock.instant();
        var name = Name.of(person);
        var first = since.merge(name, now, (known, latest) -> known);
        if (Duration.between(first, now).compareTo(PATIENCE) < 0) {
            return AGAIN;
        }
        since.remove(name);
        return new Outcome.Accepted("");
    }
}
