// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Ends all faults, and waits until nothing moves any more. A person's part is played where only a person may decide. */
final class Rest {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration SHORT = Duration.ofSeconds(45);
    private static final String UNCLEAR = "MAYBE_APPLIED";
    private static final Set<String> OVER = Set.of("completed", "completed-with-errors", "failed", "cancelled");

    private final Arena arena;
    private final Calls calls;

    Rest(Arena arena) {
        this.arena = arena;
        this.calls = arena.calls();
    }

    void come() throws IOException, InterruptedException {
        arena.vendors().forEach(Vendor::recover);
        arena.postgres().disk().free();
        for (Node node : arena.nodes().all()) {
            node.database().clear();
            node.disk().free();
            node.clock().offBy(Duration.ZERO);
            node.thaw();
        }
        arena.nodes().awaitOne(SHORT);
        until(
                () -> {
                    arena.postgres().keepUp();
                    return arena.editor().makeUp();
                },
                "changes are not taken");
        arena.installation()
                .segments()
                .values()
                .forEach(segment -> calls.asked(api -> api.post("segments/" + segment + ":evaluate"), SHORT));
        decide();
        deliver();
        deliver();
    }

    /** Where it is not known whether something arrived, and sending again might do harm, a person says: send it. */
    private void decide() throws IOException {
        List<Installation.Sync> forgetful = arena.installation().syncs().stream()
                .filter(sync -> sync.vendor().isForgetful())
                .toList();
        for (Installation.Sync sync : forgetful) {
            calls.asked(api -> api.post("syncs/" + sync.id() + ":resume"), SHORT);
            run(sync); // settles what is open, so that it can be decided about
            awaitEnd(sync);
            sync.vendor().witness().repetitionIsWanted(unclear(sync));
            calls.asked(
                    api -> api.post("syncs/" + sync.id() + "/rejected:retry", Api.object("{'code':'" + UNCLEAR + "'}")),
                    SHORT);
        }
    }

    private Set<String> unclear(Installation.Sync sync) {
        Set<String> profiles = new HashSet<>();
        calls.asked(
                api -> {
                    api.each("syncs/" + sync.id() + "/rejected", item -> {
                        if (item.path("code").asText().equals(UNCLEAR)) {
                            profiles.add(item.path("profile").asText());
                        }
                    });
                    return NullNode.getInstance();
                },
                SHORT);
        return profiles;
    }

    /** One run of each sync, begun after everything else. */
    private void deliver() throws IOException {
        List<Installation.Sync> syncs = arena.installation().syncs();
        awaitEnd(syncs);
        syncs.forEach(this::run);
        awaitEnd(syncs);
    }

    private void awaitEnd(List<Installation.Sync> syncs) throws IOException {
        for (Installation.Sync sync : syncs) {
            awaitEnd(sync);
        }
    }

    private void run(Installation.Sync sync) {
        calls.asked(api -> api.post("syncs/" + sync.id() + ":run", Api.object("{'confirmRemovals':true}")), SHORT);
    }

    /** Wakes a run that waits for a destination that was down, and lets a paused one go on. */
    private void awaitEnd(Installation.Sync sync) throws IOException {
        until(
                () -> {
                    JsonNode shown = calls.asked(api -> api.get("syncs/" + sync.id()), SHORT);
                    JsonNode run = shown.path("lastRun");
                    if (shown.path("state").asText().equals("paused")) {
                        calls.asked(api -> api.post("syncs/" + sync.id() + ":resume"), SHORT);
                        return false;
                    }
                    if (run.isMissingNode()
                            || run.isNull()
                            || OVER.contains(run.path("state").asText())) {
                        return true;
                    }
                    if (run.path("state").asText().equals("queued") && waitsLong(run)) {
                        run(sync);
                    }
                    return false;
                },
                "sync '" + sync.name() + "' does not come to an end");
    }

    private static boolean waitsLong(JsonNode run) {
        String until = run.path("progress").path("waitingUntil").asText("");
        return !until.isEmpty()
                && OffsetDateTime.parse(until).toInstant().toEpochMilli() - System.currentTimeMillis() > 500;
    }

    private interface Question {
        boolean holds() throws IOException;
    }

    private static void until(Question question, String otherwise) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
        }
    }
}
