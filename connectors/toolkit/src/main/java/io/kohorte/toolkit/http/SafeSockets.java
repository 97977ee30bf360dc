// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.ConnectorContext;
import java.net.InetAddress;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** The same care about private addresses as {@link SafeHttp} takes, for protocols other than HTTP. */
public final class SafeSockets {

    private static final int DEEPEST = 10;

    private SafeSockets() {}

    /** Sockets that refuse private addresses when they connect, after name resolution, unless the operator allowed them. */
    public static SocketFactory of(ConnectorContext context) {
        return new Sockets(context.privateAddressesAllowed() ? Sockets.Reach.ANYWHERE : Sockets.Reach.PUBLIC);
    }

    /** Whether a connection failed since its address is private, however a library wrapped that up. */
    public static boolean refused(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            var attempts = Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed()));
            if (attempts.anyMatch(Sockets.PrivateAddressException.class::isInstance)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** For a library that opens its connections itself: whether it may connect there. */
    public static boolean permits(ConnectorContext context, InetAddress address) {
        return context.privateAddressesAllowed() || PublicAddresses.contain(address);
    }
}
