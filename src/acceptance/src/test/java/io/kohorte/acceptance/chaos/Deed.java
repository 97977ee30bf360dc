// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Fault;
import java.io.IOException;
import java.time.Duration;

/** One thing that happens in a round. Numbers of nodes, vendors and syncs wrap around; a draw says whom it hits. */
sealed interface Deed {

    void perform(Arena arena) throws IOException, InterruptedException;

    /** Changes people and segments; one at a time. */
    sealed interface Edit extends Deed {}

    record Rewrite(String list, long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().rewrite(list, draw);
        }
    }

    record Describe(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().describe(draw);
        }
    }

    record Move(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().move(draw);
        }
    }

    record Ask(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().ask(draw);
        }
    }

    record Suppress(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().suppress(draw);
        }
    }

    record Join(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().join(draw);
        }
    }

    record Arrive(long draw) implements Edit {
        @Override
        public void perform(Arena arena) {
            arena.editor().arrive(draw);
        }
    }

    /** What a person does with a sync; one at a time. */
    sealed interface Control extends Deed {}

    record Run(int sync) implements Control {
        @Override
        public void perform(Arena arena) {
            arena.calls()
                    .heard(api -> api.post(
                            "syncs/" + arena.sync(sync).id() + ":run", Api.object("{'confirmRemovals':true}")));
        }
    }

    record Pause(int sync) implements Control {
        @Override
        public void perform(Arena arena) {
            arena.calls().heard(api -> api.post("syncs/" + arena.sync(sync).id() + ":pause"));
        }
    }

    record Resume(int sync) implements Control {
        @Override
        public void perform(Arena arena) {
            arena.calls().heard(api -> api.post("syncs/" + arena.sync(sync).id() + ":resume"));
        }
    }

    record Resync(int sync) implements Control {
        @Override
        public void perform(Arena arena) {
            arena.sync(sync).vendor().witness().repetitionIsWanted();
            arena.calls().heard(api -> api.post("syncs/" + arena.sync(sync).id() + ":resync"));
        }
    }

    /** What goes wrong; any number at a time. */
    sealed interface Trouble extends Deed {

        /** After so long it is put right. */
        default Duration length() {
            return Duration.ZERO;
        }

        default void putRight(Arena arena) throws IOException, InterruptedException {}
    }

    /** The vendor's next request suffers. */
    record Misbehave(int vendor, Fault fault) implements Trouble {
        @Override
        public void perform(Arena arena) {
            arena.vendor(vendor).suffer(fault);
        }
    }

    record VendorLine(int vendor, Weather weather, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) {
            arena.vendor(vendor).turn(weather);
        }

        @Override
        public void putRight(Arena arena) {
            arena.vendor(vendor).clear();
        }
    }

    record DatabaseLine(int node, Weather weather, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) {
            arena.node(node).database().turn(weather);
        }

        @Override
        public void putRight(Arena arena) {
            arena.node(node).database().clear();
        }
    }

    /** {@code kill -9}, and a start on what is left. */
    record Kill(int node) implements Trouble {
        @Override
        public void perform(Arena arena) throws InterruptedException {
            arena.node(node).kill();
        }

        @Override
        public void putRight(Arena arena) {
            arena.node(node).start();
        }
    }

    /** The process stands still and then goes on as if nothing had been. */
    record Freeze(int node, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) throws IOException, InterruptedException {
            arena.withdrawals().allowFor(length);
            arena.node(node).freeze();
        }

        @Override
        public void putRight(Arena arena) throws IOException, InterruptedException {
            arena.node(node).thaw();
        }
    }

    /** The time of day of one process jumps, and jumps back. */
    record SetClock(int node, Duration error, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) throws IOException {
            arena.node(node).clock().offBy(error);
        }

        @Override
        public void putRight(Arena arena) throws IOException {
            arena.node(node).clock().offBy(Duration.ZERO);
        }
    }

    /** Nothing can be written where a node keeps its replica and its uploads. */
    record FillDisk(int node, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) throws IOException {
            arena.node(node).disk().fill();
        }

        @Override
        public void putRight(Arena arena) throws IOException {
            arena.node(node).disk().free();
        }
    }

    /** PostgreSQL cannot write, and may end over it. */
    record FillDatabaseDisk(Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) throws IOException {
            arena.postgres().disk().fill();
        }

        @Override
        public void putRight(Arena arena) throws IOException {
            arena.postgres().disk().free();
        }
    }

    record RestartDatabase(Postgres.Stop how, Duration length) implements Trouble {
        @Override
        public void perform(Arena arena) throws IOException, InterruptedException {
            arena.postgres().stop(how);
        }

        @Override
        public void putRight(Arena arena) throws IOException {
            arena.postgres().start();
        }
    }
}
