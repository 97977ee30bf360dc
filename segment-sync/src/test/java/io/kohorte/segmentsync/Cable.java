// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Between a client and its database. Cut, it swallows every byte and tells nobody, as a failing network does. */
final class Cable implements AutoCloseable {

    private final URI database;
    private final ServerSocket entrance;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean cut;

    /** @param url of the database, as JDBC wants it */
    Cable(String url) throws IOException {
        database = URI.create(url.substring("jdbc:".length()));
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "jdbc:" + database.toString().replace(":" + database.getPort(), ":" + entrance.getLocalPort());
    }

    void cut() {
        cut = true;
    }

    /** What was cut stays dead; who connects anew gets through. */
    void mend() {
        cut = false;
    }

    private void accept() throws IOException {
        while (true) {
            var client = entrance.accept();
            var server = new Socket(database.getHost(), database.getPort());
            sockets.add(client);
            sockets.add(server);
            start(() -> carry(client, server));
            start(() -> carry(server, client));
        }
    }

    private void carry(Socket from, Socket to) throws IOException {
        var bytes = new byte[8192];
        for (int read = from.getInputStream().read(bytes);
                read >= 0 && !cut;
                read = from.getInputStream().read(bytes)) {
            to.getOutputStream().write(bytes, 0, read);
        }
    }

    private interface Work {
        void perform() throws IOException;
    }

    private static void start(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.perform();
                    } catch (IOException closed) {
                        // one end is gone, and with it this direction
                    }
                },
                "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
