// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.security.cert.CertificateException;
import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka's errors mean to us. Its own texts are not passed on: they are written for programmers, and some quote what was
 * sent. Their names are, for support. https://kafka.apache.org/protocol.html#protocol_error_codes
 */
final class Refusals {

    private static final int DEEPEST = 10;

    private Refusals() {}

    static ConnectorException of(ProblemCode code, String field, String sentence) {
        return new ConnectorException(Problem.of(code, sentence).at(field));
    }

    static ConnectorException unreached() {
        return of(
                ProblemCode.CONNECTION,
                "brokers",
                "No broker accepts a connection; host or port may be wrong, or encryption set otherwise than there.");
    }

    static ConnectorException unreadable() {
        return of(ProblemCode.BAD_RESPONSE, "", "The broker answered with what nobody can read.");
    }

    static ConnectorException privateAddress() {
        return of(
                ProblemCode.INVALID_SETTING,
                "brokers",
                "A broker has a private address, set here or named by the cluster; an administrator has to allow"
                        + " private destinations first.");
    }

    static ConnectorException throttled(Duration after) {
        return new ConnectorException(problem(Errors.THROTTLING_QUOTA_EXCEEDED, ""), after);
    }

    /** Who is to blame when a connection stood and was refused then. */
    static ConnectorException signIn(AuthenticationException refusal) {
        if (refusal instanceof SslAuthenticationException) {
            return untrusted(refusal)
                    ? of(
                            ProblemCode.INVALID_SETTING,
                            "caCertificate",
                            "The broker's certificate is signed by an authority that is not known here, or is for"
                                    + " another host.")
                    : of(
                            ProblemCode.CREDENTIALS_REJECTED,
                            "clientCertificate",
                            "The broker does not accept the encrypted connection; it may want a client certificate, or"
                                    + " another one.");
        }
        if (refusal instanceof IllegalSaslStateException && refusal.getCause() != null) {
            return unreadable();
        }
        return new ConnectorException(problem(
                // a broker without any sign-in calls ours an illegal state
                refusal instanceof UnsupportedSaslMechanismException || refusal instanceof IllegalSaslStateException
                        ? Errors.UNSUPPORTED_SASL_MECHANISM
                        : Errors.SASL_AUTHENTICATION_FAILED,
                ""));
    }

    private static boolean untrusted(Throwable refusal) {
        @Nullable Throwable cause = refusal;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * What the leader of a partition means, of a topic that the cluster has just described: whoever leads it and does not know
     * it has not heard of it yet, or no longer leads it.
     */
    static Errors meant(short code) {
        var error = Errors.forCode(code);
        return error == Errors.UNKNOWN_TOPIC_OR_PARTITION ? Errors.NOT_LEADER_OR_FOLLOWER : error;
    }

    /** @param setting which names the topic that was asked for; empty text when none was */
    static Problem problem(Errors error, String setting) {
        return switch (error) {
            case SASL_AUTHENTICATION_FAILED, ILLEGAL_SASL_STATE ->
                problem(
                        error,
                        ProblemCode.CREDENTIALS_REJECTED,
                        "password",
                        "The broker does not accept user and password.");
            case UNSUPPORTED_SASL_MECHANISM ->
                problem(
                        error,
                        ProblemCode.INVALID_SETTING,
                        "signIn",
                        "The broker does not offer this kind of sign-in.");
            case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED, POLICY_VIOLATION ->
                problem(error, ProblemCode.NOT_PERMITTED, setting, "The user may not do this with the topic.");
            case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, INCONSISTENT_TOPIC_ID, INVALID_TOPIC_EXCEPTION ->
                problem(
                        error,
                        ProblemCode.AUDIENCE_GONE,
                        setting,
                        "There is no such topic, or the user may not know of it.");
            case THROTTLING_QUOTA_EXCEEDED ->
                problem(error, ProblemCode.RATE_LIMITED, "", "The cluster's quota is used up for the moment.");
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE ->
                problem(error, ProblemCode.BATCH_REFUSED, "maxBytes", "This is larger than the topic allows.");
            case INVALID_RECORD, INVALID_TIMESTAMP ->
                problem(error, ProblemCode.BATCH_REFUSED, "", "The broker does not take such a record.");
            case UNSUPPORTED_COMPRESSION_TYPE ->
                problem(
                        error,
                        ProblemCode.INVALID_SETTING,
                        "compression",
                        "The broker does not take this compression.");
            case REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
                problem(error, ProblemCode.TIMEOUT, "", "The broker's replicas did not confirm in time.");
            default ->
                error == Errors.UNKNOWN_SERVER_ERROR || error.exception() instanceof RetriableException
                        ? problem(error, ProblemCode.UNAVAILABLE, "", "The broker cannot do this at the moment.")
                        : problem(error, ProblemCode.BAD_RESPONSE, "", "The broker answered with an unexpected error.");
        };
    }

    private static Problem problem(Errors error, ProblemCode code, String field, String sentence) {
        return Problem.of(code, sentence).at(field).vendor(error.name());
    }
}
