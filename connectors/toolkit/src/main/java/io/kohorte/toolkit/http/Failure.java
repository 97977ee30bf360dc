// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a call ended without an answer. The texts of the exceptions are not passed on: they name hosts and addresses. */
enum Failure {
    PRIVATE_ADDRESS("The address is private."),
    UNKNOWN_HOST("The host name of the destination cannot be resolved."),
    TLS("No secure connection to the destination: its certificate or protocol is not accepted."),
    INTERRUPTED("The call was interrupted."),
    TIMEOUT("The destination did not answer in time."),
    REFUSED("The destination accepts no connection."),
    BROKEN("The connection to the destination broke.");

    final String sentence;

    Failure(String sentence) {
        this.sentence = sentence;
    }

    static Failure of(IOException failure) {
        if (attempts(failure).anyMatch(Sockets.PrivateAddressException.class::isInstance)) {
            return PRIVATE_ADDRESS;
        }
        if (failure instanceof UnknownHostException) {
            return UNKNOWN_HOST;
        }
        if (failure instanceof SSLException) {
            return TLS;
        }
        if (failure instanceof InterruptedIOException) {
            var timeout = failure instanceof SocketTimeoutException
                    || !Thread.currentThread().isInterrupted();
            return timeout ? TIMEOUT : INTERRUPTED;
        }
        return failure instanceof ConnectException ? REFUSED : BROKEN;
    }

    /** A host with several addresses gives one exception, with those of the other addresses attached. */
    private static Stream<Throwable> attempts(IOException failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()));
    }
}
