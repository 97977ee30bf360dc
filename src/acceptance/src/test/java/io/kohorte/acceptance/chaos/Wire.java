// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection over a line; a thread carries each direction. */
final class Wire {

    private static final int PORTION = 16 << 10;

    private final Line line;
    private final Socket client;
    private final Socket server;
    private final AtomicInteger sentSinceTurn = new AtomicInteger();
    private volatile boolean lostSomething;

    Wire(Line line, Socket client, Socket server) {
        this.line = line;
        this.client = client;
        this.server = server;
    }

    void carryUp() {
        carry(client, server, true);
    }

    void carryDown() {
        carry(server, client, false);
    }

    private void carry(Socket from, Socket to, boolean up) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] portion = new byte[PORTION];
            for (int size = in.read(portion); size >= 0; size = in.read(portion)) {
                pass(portion, size, out, up);
            }
            to.shutdownOutput();
        } catch (IOException over) {
            cut();
        } catch (InterruptedException e) {
            cut();
            Thread.currentThread().interrupt();
        }
    }

    private void pass(byte[] portion, int size, OutputStream out, boolean up) throws IOException, InterruptedException {
        Weather weather = line.weather();
        if (weather instanceof Weather.Latency latency) {
            sleep(latency.each());
        } else if (weather instanceof Weather.Drip drip) {
            drip(portion, size, out, drip);
            return;
        } else if (weather instanceof Weather.HalfOpen) {
            lostSomething = true;
            return;
        } else if (weather instanceof Weather.CutAnswer && !up) {
            throw new IOException("cut before the answer, on purpose");
        } else if (weather instanceof Weather.CutRequest cut && up) {
            int room = Math.max(0, cut.after() - sentSinceTurn.getAndAdd(size));
            if (size > room) {
                out.write(portion, 0, room);
                throw new IOException("cut within the request, on purpose");
            }
        }
        out.write(portion, 0, size);
    }

    private static void drip(byte[] portion, int size, OutputStream out, Weather.Drip drip)
            throws IOException, InterruptedException {
        for (int at = 0; at < size; at += drip.bytes()) {
            out.write(portion, at, Math.min(drip.bytes(), size - at));
            sleep(drip.pause());
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    void weatherTurned() {
        sentSinceTurn.set(0);
        if (lostSomething && !(line.weather() instanceof Weather.HalfOpen)) {
            cut();
        }
    }

    void cut() {
        line.forget(this);
        reset(client);
        reset(server);
    }

    /** Without a good-bye: the other side sees "connection reset". */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyGone) {
            // then there is nothing to reset
        }
    }
}
