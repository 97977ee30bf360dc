// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * Looks on while audiences are delivered, for metrics, traces and the context of log lines. It is called on the thread that
 * does the work, so it must neither fail nor take long. It learns numbers, codes and counts: no person, no address, no text
 * of a destination.
 */
public interface Onlooker {

    /** Looks away. */
    Onlooker NOBODY = new Onlooker() {
        @Override
        public Doing begins(Step step) {
            return Doing.UNSEEN;
        }

        @Override
        public void recorded(SyncId sync, Rows rows) {
            // nobody asks
        }
    };

    /** Something begins on this thread, within whatever began on it before and is not over. */
    Doing begins(Step step);

    /** The fate of some rows was found, within whatever is being done on this thread. */
    void recorded(SyncId sync, Rows rows);

    /** The same work, with what is being done on this thread around it, for another thread. */
    default Runnable carried(Runnable work) {
        return work;
    }

    /** Something being done. Closed, on the thread on which it began, when it is over. */
    interface Doing extends AutoCloseable {

        Doing UNSEEN = new Doing() {
            @Override
            public void count(String what, long number) {
                // nobody asks
            }

            @Override
            public void outcome(String outcome) {
                // nobody asks
            }

            @Override
            public void problem(String code) {
                // nobody asks
            }

            @Override
            public void close() {
                // nothing was begun
            }
        };

        /** Something to be counted about it, in one or two words. */
        void count(String what, long number);

        /** What it came to; the last word counts. {@link #OK}, a run's state, or the code of a problem. */
        void outcome(String outcome);

        /** Why a run does not go on, by its code. */
        void problem(String code);

        @Override
        void close();
    }

    String OK = "ok";

    /** What is done, from the outside to the inside. */
    sealed interface Step {

        SyncId sync();

        /**
         * One execution of a run. A run that waits long is executed several times, on any node.
         *
         * @param trigger why it was queued
         */
        record Execution(RunId run, SyncId sync, String trigger) implements Step {}

        /** One row is sent by hand, under a run of its own. */
        record TestRow(RunId run, SyncId sync) implements Step {}

        /** Wanted is compared with acknowledged. */
        record Comparison(SyncId sync) implements Step {}

        /**
         * One batch is brought to its destination, however many calls and waits it takes.
         *
         * @param change the part of the difference they are in, such as {@code added}
         */
        record Batch(SyncId sync, String change, int rows) implements Step {}

        /**
         * One call of the connector.
         *
         * @param attempt from 1, waits that the destination asked for included
         */
        record Request(SyncId sync, Call call, int attempt) implements Step {}

        /** The thread waits, for longer than no time. */
        record Wait(SyncId sync, Reason reason) implements Step {}

        enum Call {
            ENSURE,
            WRITE,
            POLL
        }

        enum Reason {
            /** The pace of the account, or the turn of another of its syncs. */
            PACE,
            /** All calls that the account allows at a time are out. */
            CALLS,
            /** The destination asked for time. */
            THROTTLED,
            /** The destination failed many times in a row, or another call looks whether it is well again. */
            CIRCUIT,
            /** Between two attempts. */
            BACK_OFF,
            /** A job at the destination. */
            JOB
        }
    }

    /**
     * What became of rows. Whoever is lost in a crash before it was written down is sent, and counted, once more.
     *
     * @param change the part of the difference they are in, such as {@code added}
     * @param postponed neither taken nor refused, and due again
     * @param code why the first of them that was not accepted was not; empty if all were, or nobody knows
     */
    record Rows(String change, long accepted, long rejected, long skipped, long invalid, long postponed, String code) {}
}
