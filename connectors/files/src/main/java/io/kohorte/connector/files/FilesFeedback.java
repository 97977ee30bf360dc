// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.feedback.ConversionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Conversions from files, in the order of their names: a file that is named before one that was read already is never read.
 * A file that grows is read on. Names that end otherwise are passed over, and named before a file that is read later they may
 * still become one of it ({@code 4.ndjson.part}): so reading stays before them as long as it can.
 */
final class FilesFeedback implements FeedbackReader {

    /** Only so many names in a row that are none of conversions are passed over for good. S3 lists up to 1,000 at once. */
    private static final int FILES_A_LOOK = 500;

    /** Of one file, unpacked. */
    private static final int MOST_BYTES = 64 << 20;

    private static final Pattern POSITION = Pattern.compile("([0-9]{1,9}):(\\S+)");

    private static final Set<String> IDENTIFIERS =
            Set.of("email", "phone", "external_id", "user_id", "anonymous_id", "maid");

    private final Settings settings;
    private final Storage storage;
    private final Clock clock;

    FilesFeedback(Settings settings, Storage storage, Clock clock) {
        this.settings = settings;
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * @param file the last one looked at; empty text for none
     * @param row how many of its rows were told
     */
    private record Position(String file, int row) {

        static Position of(Cursor cursor) {
            if (cursor.equals(Cursor.START)) {
                return new Position("", 0);
            }
            var text = POSITION.matcher(cursor.value());
            if (!text.matches()) {
                throw Mistake.of(ProblemCode.CONTRACT_BROKEN, "", "This cursor is none of this connector.");
            }
            return new Position(text.group(2), Integer.parseInt(text.group(1)));
        }

        Cursor cursor() {
            return file.isEmpty() ? Cursor.START : new Cursor(row + ":" + file);
        }
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var position = Position.of(from);
        var folder = settings.optionalText("feedbackFolder");
        if (folder.isEmpty()) {
            return new FeedbackPage(List.of(), from, false);
        }
        var files = storage.list(Folders.checked("feedbackFolder", folder.get()), position.file(), FILES_A_LOOK);
        var conversions = new ArrayList<Conversion>();
        for (var i = 0; i < files.size(); i++) {
            var file = files.get(i);
            if (!readable(file.name())) {
                continue;
            }
            var told = file.name().equals(position.file()) ? position.row() : 0;
            var rows = rows(file);
            for (; told < rows.size() && conversions.size() < limit; told++) {
                conversions.add(conversion(rows.get(told), file, told));
            }
            position = new Position(file.name(), told);
            if (conversions.size() == limit) {
                var more = told < rows.size() || i + 1 < files.size();
                return new FeedbackPage(conversions, position.cursor(), more);
            }
        }
        if (files.size() == FILES_A_LOOK && position.cursor().equals(from)) {
            position = new Position(files.get(files.size() - 1).name(), 0);
        }
        var more = files.size() == FILES_A_LOOK && !position.cursor().equals(from);
        return new FeedbackPage(conversions, position.cursor(), more);
    }

    private static boolean readable(String name) {
        return name.matches(".*[.](csv|ndjson|jsonl)([.]gz)?");
    }

    private Conversion conversion(JsonNode row, StoredFile file, int number) {
        try {
            return new ConversionJson(row, "").read(file.name() + "#" + number, clock.instant());
        } catch (ConnectorException unreadable) {
            throw broken(
                    file,
                    number,
                    unreadable.problem().field() + " " + unreadable.problem().message());
        }
    }

    private static ConnectorException broken(StoredFile file, int row, String what) {
        return Mistake.of(
                ProblemCode.BAD_RESPONSE, "", "Row " + (row + 1) + " of " + file.name() + " cannot be read: " + what);
    }

    private List<JsonNode> rows(StoredFile file) {
        var text = text(file);
        return file.name().matches(".*[.]csv([.]gz)?") ? csv(text, file) : ndjson(text, file);
    }

    private String text(StoredFile file) {
        var bytes = storage.read(file);
        try {
            return new String(Compression.named(file.name()).unpacked(bytes, MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw Mistake.of(
                    ProblemCode.BAD_RESPONSE,
                    "",
                    "The file " + file.name() + " is not packed by gzip, or holds more than 64 MiB.");
        }
    }

    private static List<JsonNode> ndjson(String text, StoredFile file) {
        var rows = new ArrayList<JsonNode>();
        for (var line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                var number = rows.size();
                rows.add(Json.read(line.strip().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> broken(file, number, "it is no JSON.")));
            }
        }
        return rows;
    }

    private List<JsonNode> csv(String text, StoredFile file) {
        List<List<String>> lines;
        try {
            lines = Csv.of(settings).read(text);
        } catch (IllegalArgumentException wrong) {
            throw broken(file, 0, wrong.getMessage() + ".");
        }
        var rows = new ArrayList<JsonNode>();
        for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (line.size() != lines.get(0).size()) {
                throw broken(file, rows.size(), "it has more or fewer columns than the header.");
            }
            rows.add(row(lines.get(0), line));
        }
        return rows;
    }

    private static JsonNode row(List<String> header, List<String> line) {
        var row = Json.mapper().createObjectNode();
        var identifiers = Json.mapper().createObjectNode();
        for (var i = 0; i < header.size(); i++) {
            var name = header.get(i).strip();
            var value = line.get(i).strip();
            if (value.isEmpty()) {
                continue;
            }
            if (IDENTIFIERS.contains(name)) {
                identifiers.put(name, value);
            } else if (name.startsWith("identifiers.")) {
                identifiers.put(name.substring("identifiers.".length()), value);
            } else {
                row.put(name, value);
            }
        }
        row.set("identifiers", identifiers);
        return row;
    }
}
