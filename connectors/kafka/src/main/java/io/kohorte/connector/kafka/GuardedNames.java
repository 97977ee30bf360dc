// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.toolkit.http.SafeSockets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.kafka.clients.HostResolver;

/**
 * Resolves the names of brokers, those that were set as well as those that the cluster advertises, to addresses where we may
 * connect. The network client connects to these very addresses and to no other, so neither a literal address nor a name that
 * changes its mind slips by.
 */
final class GuardedNames implements HostResolver {

    private final ConnectorContext context;
    private volatile boolean refused;

    GuardedNames(ConnectorContext context) {
        this.context = context;
    }

    /** Whether some name led to private addresses only. */
    boolean refused() {
        return refused;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var permitted = Arrays.stream(InetAddress.getAllByName(host))
                .filter(address -> SafeSockets.permits(context, address))
                .toArray(InetAddress[]::new);
        if (permitted.length == 0) {
            refused = true;
            throw new UnknownHostException("private address");
        }
        return permitted;
    }
}
