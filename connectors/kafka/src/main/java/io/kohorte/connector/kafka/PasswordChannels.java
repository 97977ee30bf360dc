// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.util.Map;
import javax.security.auth.Subject;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.network.SaslChannelBuilder;
import org.apache.kafka.common.network.TransportLayer;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.authenticator.SaslClientAuthenticator;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Channels that sign in by user and password. The library's own would, until that is done, make room for whatever length the
 * other side claims, and nobody knows yet who that is.
 */
final class PasswordChannels extends SaslChannelBuilder {

    PasswordChannels(String mechanism, SecurityProtocol protocol, Map<String, ?> values, LogContext log) {
        super(
                ConnectionMode.CLIENT,
                Map.of(mechanism, JaasContext.loadClientContext(values)),
                protocol,
                null,
                false,
                mechanism,
                null,
                null,
                null,
                Time.SYSTEM,
                log,
                null);
        configure(values);
    }

    @Override
    protected SaslClientAuthenticator buildClientAuthenticator(
            Map<String, ?> values,
            AuthenticateCallbackHandler callbacks,
            String connection,
            String host,
            String service,
            TransportLayer wire,
            Subject subject) {
        return super.buildClientAuthenticator(
                values, callbacks, connection, host, service, new BriefAnswers(wire), subject);
    }
}
