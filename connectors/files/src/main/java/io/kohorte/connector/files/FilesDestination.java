// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;

/** One place where files live. */
final class FilesDestination implements Destination {

    private final Settings settings;
    private final ConnectorContext context;
    private final Storage storage;

    FilesDestination(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.storage = Storage.of(settings, context);
    }

    void look() {
        storage.look();
    }

    @Override
    public Limits limits() {
        return FilesConnector.LIMITS.withRowsPerBatch(settings.number("rowsPerFile", 5_000));
    }

    @Override
    public AudienceWriter audiences() {
        return new FilesWriter(settings, storage);
    }

    @Override
    public FeedbackReader feedback() {
        return new FilesFeedback(settings, storage, context.clock());
    }

    @Override
    public void close() {
        storage.close();
    }
}
