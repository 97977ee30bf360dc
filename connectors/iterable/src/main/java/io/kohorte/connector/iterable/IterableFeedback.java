// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Settings;
import java.time.Clock;
import java.util.List;

/** What users did: purchases and unsubscribes when asked, engagement by system webhook. */
final class IterableFeedback implements FeedbackReader {

    private final Exports exports;
    private final SystemWebhook webhook;

    IterableFeedback(IterableApi api, Settings settings, Clock clock) {
        var events = new Events(settings.text("userIdNamespace", "user_id"), settings.text("currency", "EUR"));
        exports = new Exports(api, settings, clock, events);
        webhook = new SystemWebhook(settings, events);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        return exports.read(from);
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        return webhook.receive(call);
    }
}
