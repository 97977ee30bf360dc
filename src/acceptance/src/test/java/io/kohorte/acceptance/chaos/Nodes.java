// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** All processes of the application; whoever asks something asks one after the other. */
final class Nodes implements AutoCloseable {

    private final List<Node> all;
    private final AtomicInteger turn = new AtomicInteger();

    Nodes(List<Node> all) {
        this.all = List.copyOf(all);
    }

    List<Node> all() {
        return all;
    }

    Node get(int number) {
        return all.get(number % all.size());
    }

    /**
     * A node that should answer. It may still fail: nobody tells us that it is about to be killed.
     *
     * @throws IllegalStateException when none is up
     */
    Api api() {
        for (int tried = 0; tried < all.size(); tried++) {
            Node node = get(Math.floorMod(turn.getAndIncrement(), all.size()));
            if (node.answers()) {
                return node.api();
            }
        }
        throw new IllegalStateException("no node is up");
    }

    void awaitOne(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (all.stream().noneMatch(Node::answers)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "no node comes up; the log of one is " + all.get(0).log());
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : all) {
            node.close();
        }
    }
}
