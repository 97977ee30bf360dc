// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class OnlookerTest extends DeliveryFixture {

    private final Diary diary = new Diary();
    private final DeliveryEngine watched = new DeliveryEngine(
            TestDatabase.empty(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter(), diary, Runnable::run);

    @Test
    void aRunIsSeenAsItComparesAndSendsBatchesWithTheirCallsAndWaits() {
        audience.with(1, 12, "Ulm");
        destination.refusing.put(3, Problem.of(ProblemCode.IDENTIFIER_INVALID, "no address"));
        destination.faults.add(FakeDestination.failing(ProblemCode.RATE_LIMITED, Duration.ofSeconds(7)));

        watchedRun();

        assertThat(diary.lines)
                .containsExactly(
                        "execution",
                        " comparison",
                        " = added 12, changed 0, removed 0",
                        " request ensure 1",
                        " = ok",
                        " batch added 10",
                        "  request write 1",
                        "  = RATE_LIMITED",
                        "  wait throttled",
                        "  =",
                        "  request write 2",
                        "  = ok",
                        "  rows added: 9 accepted, 1 rejected IDENTIFIER_INVALID",
                        " = ok",
                        " batch added 2",
                        "  request write 1",
                        "  = ok",
                        "  rows added: 2 accepted",
                        " = ok",
                        "= accepted 11, rejected 1, skipped 0, invalid 0, requests 3 completed-with-errors");
    }

    @Test
    void aDestinationThatIsDownIsSeenInItsCodeAndInWhatIsPostponed() {
        audience.with(1, 20, "Ulm");
        for (int call = 0; call < 12; call++) {
            destination.faults.add(FakeDestination.failing(ProblemCode.UNAVAILABLE));
        }

        watchedRun();

        assertThat(diary.lines)
                .contains(
                        "  wait back-off", "  wait circuit", "  rows added: 10 postponed UNAVAILABLE", " = UNAVAILABLE")
                .last(STRING)
                .startsWith("= accepted 0, rejected 0")
                .endsWith("UNAVAILABLE queued");
    }

    @Test
    void aRowSentByHandIsSeenWithWhatBecameOfIt() {
        audience.with(1, 1, "Ulm");

        watched.testRow(SYNC, 1);

        assertThat(diary.lines).startsWith("test-row").endsWith("= acknowledged");
    }

    @Test
    void aConnectorThatFailsAsItShouldNotLeavesNothingOpen() {
        audience.with(1, 1, "Ulm");
        destination.faults.add((batch, unused) -> {
            throw new IllegalStateException("person1@example.com");
        });

        watchedRun();

        assertThat(diary.depth).isZero();
        assertThat(diary.lines.toString()).contains("UNEXPECTED").doesNotContain("@");
    }

    /** The thread that puts the next batch together does it within what is being done. */
    @Test
    void workOnAnotherThreadIsCarriedThere() throws InterruptedException {
        var carried = new CountDownLatch(1);
        var threads = Executors.newCachedThreadPool();
        var carrier = new Diary() {
            @Override
            public Runnable carried(Runnable work) {
                carried.countDown();
                return work;
            }
        };
        audience.with(1, 2, "Ulm");
        try (var other = new DeliveryEngine(
                TestDatabase.empty(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter(), carrier, threads)) {
            other.execute(other.queue(SYNC, Run.MANUAL, Removals.ASK));
        } finally {
            threads.shutdown();
        }

        carried.await();
    }

    private void watchedRun() {
        try (watched) {
            watched.execute(watched.queue(SYNC, Run.MANUAL, Removals.ASK));
        }
    }

    /** Writes down what it sees, indented by what it is within. */
    private static class Diary implements Onlooker {

        final List<String> lines = new ArrayList<>();
        int depth;

        @Override
        public Doing begins(Step step) {
            say(words(step));
            depth++;
            return new Page();
        }

        private static String words(Step step) {
            if (step instanceof Step.Batch batch) {
                return "batch " + batch.change() + " " + batch.rows();
            } else if (step instanceof Step.Request request) {
                return "request " + name(request.call()) + " " + request.attempt();
            } else if (step instanceof Step.Wait wait) {
                return "wait " + name(wait.reason());
            } else if (step instanceof Step.TestRow) {
                return "test-row";
            }
            return step instanceof Step.Execution ? "execution" : "comparison";
        }

        private static String name(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public void recorded(SyncId sync, Rows rows) {
            var parts = new ArrayList<String>();
            add(parts, rows.accepted(), "accepted");
            add(parts, rows.rejected(), "rejected");
            add(parts, rows.skipped(), "skipped");
            add(parts, rows.invalid(), "invalid");
            add(parts, rows.postponed(), "postponed");
            say(("rows " + rows.change() + ": " + String.join(", ", parts) + " " + rows.code()).strip());
        }

        private static void add(List<String> parts, long number, String what) {
            if (number > 0) {
                parts.add(number + " " + what);
            }
        }

        private void say(String words) {
            lines.add(" ".repeat(depth) + words);
        }

        private final class Page implements Doing {

            private final List<String> counts = new ArrayList<>();
            private String problem = "";
            private String outcome = "";

            @Override
            public void count(String what, long number) {
                counts.add(what + " " + number);
            }

            @Override
            public void outcome(String what) {
                outcome = what;
            }

            @Override
            public void problem(String code) {
                problem = code;
            }

            @Override
            public void close() {
                depth--;
                say(("= " + String.join(", ", counts) + " " + problem + " " + outcome)
                        .replaceAll(" +", " ")
                        .strip());
            }
        }
    }
}
