// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How rows become a file. */
enum FileFormat {
    /** RFC 4180: UTF-8, a header, lines that end with CR LF. */
    CSV("csv", "text/csv; charset=utf-8"),
    /** One JSON object a line. */
    NDJSON("ndjson", "application/x-ndjson");

    final String extension;
    final String contentType;

    FileFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    static FileFormat of(Settings settings) {
        return settings.text("format", "csv").equals("ndjson") ? NDJSON : CSV;
    }

    byte[] write(Settings settings, Columns columns, List<MemberChange> changes) {
        return this == CSV ? csv(Csv.of(settings), columns, changes) : ndjson(columns, changes);
    }

    private static byte[] csv(Csv csv, Columns columns, List<MemberChange> changes) {
        var text = new StringBuilder();
        csv.header(text, columns.names());
        changes.forEach(change -> csv.line(text, columns.values(change)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ndjson(Columns columns, List<MemberChange> changes) {
        var lines = new ByteArrayOutputStream();
        var names = columns.names();
        for (var change : changes) {
            var values = columns.values(change);
            lines.writeBytes(Json.write(json -> object(json, names, values)));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /** What is not known is left out; what is cleared is null. */
    private static void object(JsonGenerator json, List<String> names, List<Optional<FieldValue>> values)
            throws IOException {
        json.writeStartObject();
        for (var i = 0; i < names.size(); i++) {
            if (values.get(i).isPresent()) {
                Json.write(json, names.get(i), values.get(i).get());
            }
        }
        json.writeEndObject();
    }
}
