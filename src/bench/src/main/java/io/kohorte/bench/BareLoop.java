// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Sends bodies one after the other with OkHttp and nothing else. */
final class BareLoop {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final String url;

    BareLoop(Nagle nagle, String url) {
        this.url = url;
        this.client = nagle == Nagle.AS_OKHTTP_COMES
                ? new OkHttpClient()
                : new OkHttpClient.Builder().socketFactory(new PromptSockets()).build();
    }

    /** Whether the kernel holds back a request's last packet until the one before is acknowledged. */
    enum Nagle {
        AS_OKHTTP_COMES,
        OFF
    }

    void send(List<byte[]> bodies) {
        for (var body : List.copyOf(bodies)) {
            var request = new Request.Builder()
                    .url(url)
                    .post(RequestBody.create(body, JSON))
                    .build();
            try (var response = client.newCall(request).execute()) {
                if (response.code() != 204) {
                    throw new IllegalStateException("answer " + response.code());
                }
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private static final class PromptSockets extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }
    }
}
