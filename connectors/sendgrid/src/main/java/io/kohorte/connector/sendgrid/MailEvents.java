// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the Event Webhook tells, many events in one call. */
final class MailEvents implements FeedbackReader {

    private final Optional<PublicKey> key;

    /** @param key without one, nobody is believed */
    MailEvents(Optional<PublicKey> key) {
        this.key = key;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        if (key.filter(present -> EventSignature.isGenuine(present, call)).isEmpty()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED, "The signature of the call is wrong, or the call too old."));
        }
        var events = Json.read(call.body()).orElseThrow(() -> MailEvent.invalid("", "The body is no JSON."));
        if (!events.isArray()) {
            throw MailEvent.invalid("", "Events come as a list.");
        }
        return IntStream.range(0, events.size())
                .mapToObj(n -> new MailEvent(events.get(n), "/" + n, call.receivedAt()))
                .flatMap(event -> event.conversions().stream())
                .toList();
    }
}
