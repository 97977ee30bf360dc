// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.profile.ProfilesChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Takes in batches that wait at the same time as one: they share the turn at the profiles, the statements and the commit. Whoever comes
 * while nobody writes does not wait; whoever comes meanwhile goes with the next group.
 */
@ApplicationScoped
class GroupCommit {

    /** Observations of a group; one batch may have more. */
    private static final int MOST = 5_000;

    private final Intake intake;
    private final Consumer<ProfilesChanged> changed;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    @Inject
    GroupCommit(Intake intake, Event<ProfilesChanged> changed) {
        this(intake, changed::fire);
    }

    GroupCommit(Intake intake, Consumer<ProfilesChanged> changed) {
        this.intake = intake;
        this.changed = changed;
    }

    /** A batch on its way. */
    private static final class Waiting {
        private final List<Observation> batch;
        private boolean done;
        private @Nullable Exception failure;

        Waiting(List<Observation> batch) {
            this.batch = batch;
        }
    }

    /** Takes in a batch; when this returns, it is committed. A failure of another batch of the group is not its own. */
    void take(List<Observation> batch) throws SQLException {
        Waiting own = new Waiting(batch);
        synchronized (waiting) {
            waiting.add(own);
        }
        turn.lock();
        try {
            while (!own.done) {
                commit(nextGroup());
            }
        } finally {
            turn.unlock();
        }
        if (own.failure instanceof SQLException failure) {
            throw failure;
        }
        if (own.failure instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** How many batches have not begun to be written. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** In the order they came. */
    private List<Waiting> nextGroup() {
        synchronized (waiting) {
            List<Waiting> group = new ArrayList<>();
            int observations = 0;
            while (!waiting.isEmpty()
                    && (group.isEmpty() || observations + waiting.peek().batch.size() <= MOST)) {
                Waiting next = waiting.remove();
                observations += next.batch.size();
                group.add(next);
            }
            return group;
        }
    }

    private void commit(List<Waiting> group) {
        ProfilesChanged news = new ProfilesChanged(new RoaringBitmap(), new RoaringBitmap());
        Exception failure = tryTogether(group, news);
        if (failure != null && group.size() > 1 && mayBeOfOneBatch(failure)) {
            group.forEach(one -> settle(List.of(one), tryTogether(List.of(one), news)));
        } else {
            settle(group, failure);
        }
        if (!news.profiles().isEmpty()) {
            changed.accept(news);
        }
    }

    private @Nullable Exception tryTogether(List<Waiting> group, ProfilesChanged news) {
        try {
            List<Observation> together =
                    group.stream().flatMap(one -> one.batch.stream()).toList();
            IntakeResult result = intake.take(together);
            news.profiles().or(result.touched());
            news.permissions().or(result.permissions());
            return null;
        } catch (SQLException | RuntimeException e) {
            return e;
        }
    }

    private static void settle(List<Waiting> group, @Nullable Exception failure) {
        for (Waiting one : group) {
            one.failure = failure;
            one.done = true;
        }
    }

    /** Data that a column or index does not take, or that we stumble over. A database that is gone is gone for all. */
    private static boolean mayBeOfOneBatch(Exception failure) {
        return !(failure instanceof SQLException refused)
                || (refused.getSQLState() != null && refused.getSQLState().matches("(22|23|54).*"));
    }
}
