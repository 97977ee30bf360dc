// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that send at once: a request is written whole, so holding back its last packet until the peer has acknowledged
 * the one before (Nagle, RFC 896) only costs the 40 ms and more that peers wait with acknowledging.
 */
final class Sockets extends SocketFactory {

    private final Reach reach;

    Sockets(Reach reach) {
        this.reach = reach;
    }

    /** Where a socket may connect to. */
    enum Reach {
        ANYWHERE,
        /**
         * Checked here, under every connection and after name resolution, neither a literal address nor a name that
         * changes its mind slips by.
         */
        PUBLIC
    }

    @Override
    public Socket createSocket() throws IOException {
        var socket = reach == Reach.PUBLIC ? new PublicSocket() : new Socket();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        var socket = createSocket();
        socket.connect(address);
        return socket;
    }

    /** The destination lives where only insiders can go. */
    static final class PrivateAddressException extends IOException {

        private static final long serialVersionUID = 1L;

        PrivateAddressException() {
            super("private address");
        }
    }

    private static final class PublicSocket extends Socket {

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress internet)
                    || internet.isUnresolved()
                    || !PublicAddresses.contain(internet.getAddress())) {
                throw new PrivateAddressException();
            }
            super.connect(endpoint, timeout);
        }
    }
}
