// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to public addresses only. Checked here, under every connection and after name resolution, neither
 * a literal address nor a name that changes its mind slips by.
 */
final class PublicSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new PublicSocket();
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

    private static Socket connected(InetSocketAddress address) throws IOException {
        var socket = new PublicSocket();
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
