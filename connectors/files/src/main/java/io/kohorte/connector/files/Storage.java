// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.spi.WireRequest;
import java.util.List;

/**
 * Where files live. All failures are {@link io.kohorte.spi.ConnectorException}s. Thread-safe.
 */
interface Storage extends AutoCloseable {

    static Storage of(Settings settings, ConnectorContext context) {
        return switch (settings.text("storage", "s3")) {
            case "sftp" -> new SftpStorage(settings, context);
            case "local" -> new LocalStorage(settings, context);
            default -> new S3Storage(settings, context);
        };
    }

    /** What {@link #write} does, for a preview. */
    WireRequest shown(FileToWrite file);

    /** Puts a file there, in place of one with its name: readers see the old one or the new one, whole. */
    void write(FileToWrite file);

    /** Proves that files can be written, and leaves none behind where it may delete. */
    void look();

    /**
     * Files of a folder, by name; those in folders below it and hidden ones left out.
     *
     * @param folder empty text for the uppermost
     * @param from the first name wanted, with its folder; empty text for all
     * @param limit largest number wanted
     */
    List<StoredFile> list(String folder, String from, int limit);

    /** The first bytes of a file, as many as were listed. */
    byte[] read(StoredFile file);

    @Override
    void close();
}
