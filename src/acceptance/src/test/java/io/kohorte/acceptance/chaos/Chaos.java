// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plays rounds: attack, rest, judgement. Ends at the first round in which something is wrong, with its plan and what was found.
 *
 * <p>As a program: {@code -Dchaos.seed=1 -Dchaos.from=1 -Dchaos.rounds=1000 -Dchaos.nodes=2 -Dchaos.minutes=0} (no limit).
 */
final class Chaos implements AutoCloseable {

    private final Arena arena;
    private final Attack attack;
    private final PrintStream out;
    private final Map<String, Integer> played = new TreeMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Chaos(Arena arena, PrintStream out) {
        this.arena = arena;
        this.attack = new Attack(arena);
        this.out = out;
    }

    static Chaos begun(Path root, int nodes, PrintStream out) throws IOException, InterruptedException, SQLException {
        Path folder = root.resolve("src/acceptance/target/chaos-" + nodes);
        return new Chaos(Arena.open(folder, root.resolve("core/target/quarkus-app/quarkus-run.jar"), nodes), out);
    }

    /** @return what was found to be wrong; nothing when all is well */
    List<String> round(long seed, int number) throws IOException, InterruptedException, SQLException {
        Plan plan = Plan.of(seed, number);
        long before = System.nanoTime();
        long requests = arena.requests();
        List<String> findings;
        try {
            attack.play(plan);
            new Rest(arena).come();
            findings = new Judge(arena).findings();
            arena.withdrawals().allowFor(Duration.ZERO);
        } catch (IllegalStateException stuck) {
            findings = List.of(String.valueOf(stuck.getMessage()));
        }
        plan.steps().forEach(step -> played.merge(step.deed().getClass().getSimpleName(), 1, Integer::sum));
        out.printf(
                "seed %d round %d: %.1f s, %,d requests, %d deeds, %s%n",
                seed,
                number,
                (System.nanoTime() - before) / 1e9,
                arena.requests() - requests,
                plan.steps().size(),
                findings.isEmpty() ? "no difference" : findings.size() + " FINDINGS");
        if (!findings.isEmpty()) {
            out.print(plan.told());
            findings.forEach(finding -> out.println("  ! " + finding));
        }
        return findings;
    }

    /** How often each kind of deed was played. */
    Map<String, Integer> played() {
        return played;
    }

    /** Ends all processes; calling it twice is calling it once. */
    @Override
    public void close() throws IOException {
        if (!closed.getAndSet(true)) {
            attack.close();
            arena.close();
        }
    }

    public static void main(String[] arguments) throws Exception {
        long seed = Long.getLong("chaos.seed", 1);
        int from = Integer.getInteger("chaos.from", 1);
        int rounds = Integer.getInteger("chaos.rounds", 10);
        int minutes = Integer.getInteger("chaos.minutes", 0);
        long begun = System.nanoTime();
        int done = 0;
        List<String> findings = List.of();
        PrintStream out = System.out;
        try (Chaos chaos =
                begun(Path.of(System.getProperty("kohorte.root")), Integer.getInteger("chaos.nodes", 2), out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(chaos), "chaos-end"));
            while (done < rounds
                    && findings.isEmpty()
                    && (minutes == 0
                            || System.nanoTime() - begun
                                    < Duration.ofMinutes(minutes).toNanos())) {
                findings = chaos.round(seed, from + done);
                done++;
            }
            out.printf(
                    "%d rounds from seed %d round %d in %d s, %s; played %s%n",
                    done,
                    seed,
                    from,
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                    findings.isEmpty() ? "no difference" : "the last with findings",
                    chaos.played());
        }
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    private static void closeQuietly(Chaos chaos) {
        try {
            chaos.close();
        } catch (IOException | RuntimeException e) {
            System.err.println("not everything could be ended: " + e);
        }
    }
}
