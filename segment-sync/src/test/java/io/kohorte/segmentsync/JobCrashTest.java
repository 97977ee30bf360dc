// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes on one database: one submits jobs and is killed, the other asks the vendor what became of them. */
@Timeout(120)
class JobCrashTest {

    private static final String BEFORE_THE_TICKET_IS_WRITTEN = "before:update delivery_batch set state = 'job':1";

    @TempDir
    Path folder;

    private final JobVendor vendor = new JobVendor();
    private final Map<Integer, String> wanted = new TreeMap<>();
    private final List<Process> nodes = new ArrayList<>();

    @BeforeEach
    void fifteenPeopleInTwoBatchesOfWhomOneWillBeRefused() throws IOException {
        var unused = TestDatabase.empty();
        for (int profile = 1; profile <= 15; profile++) {
            wanted.put(profile, "Ulm");
        }
        vendor.refuses(7);
        try (var engine = engine(true)) {
            engine.queue(SYNC, "schedule", Removals.ASK);
        }
    }

    @AfterEach
    void endAll() {
        nodes.forEach(Process::destroyForcibly);
        vendor.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOtherProcessAsksForTheResultAndSubmitsNothing(boolean idempotent) throws Exception {
        var first = start(idempotent, "");
        until(() -> vendor.submitted() == 2 && vendor.polls() > 0);
        var second = start(idempotent, "");

        kill(first);
        vendor.finish();

        thenItEnds(second);
        assertThat(vendor.submitted()).isEqualTo(2);
        thenAllButTheRefusedAreThere(false);
    }

    @Test
    void jobOfWhichTheTicketIsLostIsSubmittedOnceMoreWhereThatIsHarmless() throws Exception {
        var first = start(true, BEFORE_THE_TICKET_IS_WRITTEN);
        CrashTest.awaitDoom(first);
        var second = start(true, "");

        kill(first);
        vendor.finish();

        thenItEnds(second);
        assertThat(vendor.submitted()).isEqualTo(3);
        thenAllButTheRefusedAreThere(true);
    }

    @Test
    void jobOfWhichTheTicketIsLostIsLeftToAPersonWhereSubmittingTwiceMayDoHarm() throws Exception {
        var first = start(false, BEFORE_THE_TICKET_IS_WRITTEN);
        CrashTest.awaitDoom(first);
        var second = start(false, "");

        kill(first);
        vendor.finish();

        thenItEnds(second);
        assertThat(vendor.submitted()).isEqualTo(2);
        thenTenMayBeThere();
    }

    @Test
    void jobThatDisappearedMeanwhileIsSubmittedOnceMoreWhereThatIsHarmless() throws Exception {
        var first = start(true, "");
        until(() -> vendor.submitted() == 2 && vendor.polls() > 0);
        kill(first);
        vendor.loseEverything();
        vendor.finish();

        thenItEnds(start(true, ""));

        assertThat(vendor.submitted()).isEqualTo(4);
        thenAllButTheRefusedAreThere(true);
    }

    @Test
    void jobThatDisappearedMeanwhileIsLeftToAPersonWhereSubmittingTwiceMayDoHarm() throws Exception {
        var first = start(false, "");
        until(() -> vendor.submitted() == 2 && vendor.polls() > 0);
        kill(first);
        vendor.loseEverything();
        vendor.finish();

        thenItEnds(start(false, ""));

        assertThat(vendor.submitted()).isEqualTo(2);
        assertThat(vendor.peopleNow()).isEmpty();
        try (var engine = engine(false)) {
            assertThat(engine.workbench().members(SYNC, 0, 100, Sight.MASKED))
                    .hasSize(15)
                    .allMatch(member -> member.code().equals("MAYBE_APPLIED"));
        }
    }

    /** @param doubtful the job nobody knows of may have brought the refused one there: once unwanted, they are removed */
    private void thenAllButTheRefusedAreThere(boolean doubtful) throws IOException {
        var taken = new TreeMap<>(wanted);
        taken.remove(7);
        assertThat(vendor.peopleNow()).isEqualTo(taken);
        try (var engine = engine(true)) {
            var held = engine.acknowledged(SYNC);
            assertThat(held.contains(7)).isEqualTo(doubtful);
            held.remove(7);
            assertThat(held.toArray())
                    .containsExactly(
                            taken.keySet().stream().mapToInt(Integer::intValue).toArray());
            assertThat(engine.workbench().members(SYNC, 0, 100, Sight.MASKED))
                    .singleElement()
                    .satisfies(member -> {
                        assertThat(member.profile()).isEqualTo(7);
                        assertThat(member.code()).isEqualTo("FIELD_INVALID");
                    });
            assertThat(engine.status(SYNC).orElseThrow().jobs()).isZero();
        }
    }

    private void thenTenMayBeThere() throws IOException {
        try (var engine = engine(false)) {
            assertThat(engine.workbench().members(SYNC, 0, 100, Sight.MASKED))
                    .filteredOn(member -> member.code().equals("MAYBE_APPLIED"))
                    .hasSize(10);
            assertThat(engine.status(SYNC).orElseThrow().jobs()).isZero();
        }
    }

    private Path file() throws IOException {
        var lines = wanted.entrySet().stream()
                .map(person -> person.getKey() + " " + person.getValue())
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("wanted"), lines);
    }

    private DeliveryEngine engine(boolean idempotent) throws IOException {
        return CrashNode.engine(
                TestDatabase.dataSource(), CrashNode.audience(new RemoteJobs(vendor.port()), file(), idempotent));
    }

    private Process start(boolean idempotent, String doom) throws IOException {
        var node = CrashNode.start("jobs", vendor.port(), file(), idempotent, doom);
        nodes.add(node);
        return node;
    }

    private static void kill(Process node) throws InterruptedException {
        assertThat(node.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void thenItEnds(Process node) throws InterruptedException {
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
    }

    private static void until(BooleanSupplier moment) throws InterruptedException {
        while (!moment.getAsBoolean()) {
            Thread.sleep(20);
        }
    }
}
