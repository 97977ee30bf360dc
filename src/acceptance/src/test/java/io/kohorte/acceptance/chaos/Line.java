// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A TCP line to a server on this machine, as bad as real ones. Weather changes for connections that stand, too. What was
 * held back never arrives later: a connection that lost bytes is cut when the weather turns.
 */
final class Line implements AutoCloseable {

    private static final Weather CLEAR = new Weather.Clear();

    private final IntSupplier server;
    private final int port;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = CLEAR;
    private volatile ServerSocket door;
    private volatile boolean closed;

    private Line(IntSupplier server, ServerSocket door) {
        this.server = server;
        this.door = door;
        this.port = door.getLocalPort();
    }

    /** @param server port of the server, asked for every connection: it may change */
    static Line to(IntSupplier server) throws IOException {
        Line line = new Line(server, open(0));
        line.listen(line.door);
        return line;
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket door = new ServerSocket();
        door.setReuseAddress(true);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return door;
    }

    int port() {
        return port;
    }

    synchronized void turn(Weather next) {
        if (closed) {
            return;
        }
        weather = next;
        try {
            if (next instanceof Weather.Refused) {
                door.close();
                wires.forEach(Wire::cut);
            } else if (door.isClosed()) {
                door = open(port);
                listen(door);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the line on port " + port + " cannot open again", e);
        }
        wires.forEach(Wire::weatherTurned);
    }

    void clear() {
        turn(CLEAR);
    }

    private void listen(ServerSocket open) {
        start("line-" + port, () -> {
            while (!open.isClosed()) {
                try {
                    join(open.accept());
                } catch (IOException e) {
                    if (!open.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private void join(Socket client) throws IOException {
        Socket behind = new Socket();
        try {
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getAsInt()), 2_000);
        } catch (IOException nobodyThere) {
            Wire.reset(client);
            return;
        }
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        Wire wire = new Wire(this, client, behind);
        wires.add(wire);
        start("line-" + port + "-up", wire::carryUp);
        start("line-" + port + "-down", wire::carryDown);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    Weather weather() {
        return weather;
    }

    void forget(Wire wire) {
        wires.remove(wire);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        door.close();
        wires.forEach(Wire::cut);
    }
}
