// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the web shop and the mailer saw, one JSON object a line. */
final class EventFile implements Closeable {

    private final BufferedWriter out;
    private final Moments moments = new Moments();
    private long rows;

    EventFile(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
    }

    /**
     * Every text in it is plain ASCII of ours without quotes, so it is written as it is.
     *
     * @param customerId empty text for a stranger
     * @param anonymousId the browser's; empty text for an e-mail
     */
    void write(String messageId, String customerId, String anonymousId, Happening happening) throws IOException {
        out.write("{\"message_id\":\"" + messageId + "\",\"event\":\"" + happening.name() + "\",\"timestamp\":\""
                + moments.written(happening.at(), 'T', "Z") + "\",\"customer_id\":" + textOrNull(customerId)
                + ",\"anonymous_id\":" + textOrNull(anonymousId) + ",\"product_id\":"
                + textOrNull(happening.product().id()) + ",\"category\":"
                + textOrNull(happening.product().category()) + ",\"campaign\":" + textOrNull(happening.campaign())
                + "}\n");
        rows++;
    }

    private static String textOrNull(String text) {
        return text.isEmpty() ? "null" : '"' + text + '"';
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
