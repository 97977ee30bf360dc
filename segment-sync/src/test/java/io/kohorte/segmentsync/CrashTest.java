// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a delivering process with SIGKILL at chosen moments; another one goes on, and nothing is lost. */
@Timeout(120)
class CrashTest {

    @TempDir
    Path folder;

    private final SurvivingReceiver receiver = new SurvivingReceiver();
    private final TreeMap<Integer, String> wanted = new TreeMap<>();
    private final List<Process> nodes = new ArrayList<>();

    @BeforeEach
    void sixtyPeopleAreAtTheDestination() throws Exception {
        var unused = TestDatabase.empty();
        want(1, 60, "Ulm");
        deliver(true);
        assertThat(receiver.peopleNow()).isEqualTo(wanted);
        receiver.countAnew();
        wanted.subMap(1, true, 20, true).clear();
        want(30, 39, "Köln");
        want(61, 110, "Ulm");
    }

    @AfterEach
    void endAll() {
        nodes.forEach(Process::destroyForcibly);
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before:insert into delivery_batch:1",
                "commit:insert into delivery_batch:2",
                "committed:insert into delivery_batch:2", // one is out, the next is on record
                "committed:insert into delivery_batch:3",
                "before:select r.cancelling:4", // the answer to one is not on record, the next is about to leave
                "commit:insert into delivery_receipt:4",
                "committed:insert into delivery_receipt:5",
                "before:insert into delivery_chunk:1",
                "commit:insert into delivery_chunk:1",
                "committed:insert into delivery_chunk:1",
                "commit:update delivery_run set state = case:1",
                "committed:update delivery_run set state = case:1",
            })
    void killedAtAStatement(String doom) throws Exception {
        var node = start(true, doom);
        awaitDoom(node);
        kill(node);

        theWorldMovesOnWhileNobodyDelivers();
        deliver(true);

        thenTheDestinationHasExactlyWhoIsWanted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void killedWhenTheRequestArrivedAndWasNotApplied(int call) throws Exception {
        var node = startDoomedAt(call, true, "before");
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();

        theWorldMovesOnWhileNobodyDelivers();
        deliver(true);

        thenTheDestinationHasExactlyWhoIsWanted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void killedBetweenApplyingAndRecording(int call) throws Exception {
        var node = startDoomedAt(call, true, "after");
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();

        theWorldMovesOnWhileNobodyDelivers();
        deliver(true);

        thenTheDestinationHasExactlyWhoIsWanted();
    }

    @Test
    void killedAgainAndAgainWhileItRecovers() throws Exception {
        for (var doom : List.of(
                "committed:insert into delivery_batch:2",
                "commit:insert into delivery_receipt:1",
                "before:insert into delivery_chunk:1",
                "commit:insert into delivery_receipt:3",
                "commit:insert into delivery_chunk:1")) {
            var node = start(true, doom);
            awaitDoom(node);
            kill(node);
        }

        theWorldMovesOnWhileNobodyDelivers();
        deliver(true);

        thenTheDestinationHasExactlyWhoIsWanted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void withAConnectorThatIsNotIdempotentNothingIsSentTwiceAndEveryDoubtIsOnRecord(String moment) throws Exception {
        var node = startDoomedAt(5, false, moment);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();

        deliver(false);

        assertThat(receiver.addedBy.values())
                .allSatisfy(keys -> assertThat(keys).hasSize(1));
        try (var engine = CrashNode.engine(
                TestDatabase.dataSource(), CrashNode.audience(new RemoteFake(receiver.port()), file(), false))) {
            var missing = new TreeMap<>(wanted);
            missing.entrySet().removeAll(receiver.peopleNow().entrySet());
            assertThat(engine.workbench().members(SYNC, 0, 1000, Sight.MASKED))
                    .allMatch(member -> member.code().equals("MAYBE_APPLIED"))
                    .extracting(RejectedMember::profile)
                    .hasSize(10)
                    .containsAll(missing.keySet());
            assertThat(missing).hasSize(moment.equals("before") ? 10 : 0);
        }
        assertThat(wanted).containsAllEntriesOf(receiver.peopleNow());
    }

    /** The paused process wakes up in the middle of its work, long after another one has finished it. */
    @Test
    void processThatWasPausedAndComesBackCannotOverwrite() throws Exception {
        receiver.beforeApplying(call -> {
            if (call == 3) {
                signal(nodes.get(0), "STOP");
            }
        });
        var node = start(true, "");
        while (!isStopped(node)) {
            Thread.sleep(20);
        }
        receiver.beforeApplying(call -> {});

        theWorldMovesOnWhileNobodyDelivers();
        deliver(true);
        var acknowledged = TestDatabase.number("select sum(size) from delivery_chunk");
        signal(node, "CONT");

        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
        assertThat(TestDatabase.number("select sum(size) from delivery_chunk")).isEqualTo(acknowledged);
        thenTheDestinationHasExactlyWhoIsWanted();
    }

    private void want(int first, int last, String city) {
        for (int profile = first; profile <= last; profile++) {
            wanted.put(profile, city);
        }
    }

    /** Some who were on their way are no longer wanted, some have moved again, one is new. */
    private void theWorldMovesOnWhileNobodyDelivers() {
        wanted.subMap(61, true, 64, true).clear();
        want(31, 32, "Bonn");
        want(5, 5, "Ulm");
        want(70_000, 70_000, "Ulm");
    }

    private void thenTheDestinationHasExactlyWhoIsWanted() throws IOException {
        assertThat(receiver.peopleNow()).isEqualTo(wanted);
        try (var engine = CrashNode.engine(
                TestDatabase.dataSource(), CrashNode.audience(new RemoteFake(receiver.port()), file(), true))) {
            assertThat(engine.acknowledged(SYNC).toArray())
                    .containsExactly(
                            wanted.keySet().stream().mapToInt(Integer::intValue).toArray());
            assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
            assertThat(engine.status(SYNC).orElseThrow().unclear()).isZero();
            assertThat(engine.dryRun(SYNC, 0).calls()).isZero();
        }
    }

    private Path file() throws IOException {
        var lines = wanted.entrySet().stream()
                .map(person -> person.getKey() + " " + person.getValue())
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("wanted"), lines);
    }

    /** A process that starts (again), takes over what is open, and then does what is newly wanted. */
    private void deliver(boolean idempotent) throws Exception {
        try (var engine = CrashNode.engine(
                TestDatabase.dataSource(), CrashNode.audience(new RemoteFake(receiver.port()), file(), idempotent))) {
            CrashNode.work(engine);
            engine.queue(SYNC, Run.MANUAL, Removals.ASK);
            CrashNode.work(engine);
        }
    }

    private Process startDoomedAt(int call, boolean idempotent, String moment) throws IOException {
        SurvivingReceiver.Moment kill = number -> {
            if (number == call) {
                kill(nodes.get(0));
            }
        };
        if (moment.equals("before")) {
            receiver.beforeApplying(number -> {
                if (number == call) {
                    kill(nodes.get(0));
                    throw new IllegalStateException("the sender died before this was applied");
                }
            });
        } else {
            receiver.afterApplying(kill);
        }
        return start(idempotent, "");
    }

    private Process start(boolean idempotent, String doom) throws IOException {
        try (var engine = CrashNode.engine(
                TestDatabase.dataSource(), CrashNode.audience(new RemoteFake(receiver.port()), file(), idempotent))) {
            engine.queue(SYNC, "schedule", Removals.ASK);
        }
        var node = CrashNode.start("batches", receiver.port(), file(), idempotent, doom);
        nodes.add(0, node);
        return node;
    }

    static void awaitDoom(Process node) throws IOException {
        BufferedReader output = node.inputReader();
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.equals(CrashNode.KILL_ME));
        assertThat(line).as("the process reached the moment").isNotNull();
    }

    private static void kill(Process node) {
        try {
            assertThat(node.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(Process node, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isStopped(Process node) throws IOException {
        var status = Path.of("/proc", Long.toString(node.pid()), "status");
        return Files.readString(status).contains("T (stopped)");
    }
}
