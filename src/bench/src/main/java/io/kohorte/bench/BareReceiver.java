// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Reads requests off sockets and answers 204: as little as a receiver can do, so that it is not what is measured. */
final class BareReceiver implements AutoCloseable {

    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final Duration answersAfter;
    private final Consumer<byte[]> bodies;

    BareReceiver(Duration answersAfter, Consumer<byte[]> bodies) throws IOException {
        this.answersAfter = answersAfter;
        this.bodies = bodies;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // the measurement is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
            var out = connection.getOutputStream();
            for (var length = contentLength(in); length >= 0; length = contentLength(in)) {
                bodies.accept(in.readNBytes(length));
                LockSupport.parkNanos(answersAfter.toNanos());
                out.write(ANSWER);
                out.flush();
            }
        } catch (IOException closed) {
            // the client has gone
        }
    }

    /** Of the next request; -1 when the connection ends. */
    private static int contentLength(InputStream in) throws IOException {
        var length = 0;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
            if (line.charAt(0) == 0) {
                return -1;
            }
        }
        return length;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "\0";
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
