// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import io.kohorte.toolkit.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts batches into files. Changes: one file a batch, below {@code changes/}. A snapshot: one file a part, below {@code
 * snapshots/<key>/}, and with the last part a manifest that names them all; {@code latest.json} then holds the same manifest. A
 * snapshot without a manifest broke off and is none.
 */
final class FilesWriter implements AudienceWriter {

    private static final DateTimeFormatter SORTABLE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Settings settings;
    private final Storage storage;

    FilesWriter(Settings settings, Storage storage) {
        this.settings = settings;
        this.storage = storage;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, folder(spec));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        var refused = refused(audience.spec(), batch);
        return new Preview(
                files(audience.spec(), batch, refused).stream()
                        .map(storage::shown)
                        .toList(),
                refused.entrySet().stream()
                        .map(row -> new Preview.Refusal(row.getKey(), row.getValue()))
                        .toList());
    }

    /** When one file of several fails, the batch failed: it comes again whole, and writes the same files over. */
    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var refused = refused(audience.spec(), batch);
        files(audience.spec(), batch, refused).forEach(storage::write);
        var outcomes = new Outcome[batch.size()];
        Arrays.setAll(outcomes, row -> refused.getOrDefault(row, new Outcome.Accepted("")));
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private Map<Integer, Outcome> refused(AudienceSpec audience, Batch batch) {
        var refused = new TreeMap<Integer, Outcome>();
        for (var row = 0; row < batch.size(); row++) {
            var position = row;
            heldBack(audience, batch.changes().get(row)).ifPresent(outcome -> refused.put(position, outcome));
        }
        return refused;
    }

    private Optional<Outcome> heldBack(AudienceSpec audience, MemberChange change) {
        var left = change.change() == MemberChange.Kind.REMOVE;
        if (left && audience.deleteBehaviour() == DeleteBehaviour.NOTHING) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        var key = audience.keyOf(change.subject());
        if (key.isEmpty()) {
            return Optional.of(rejected(
                    ProblemCode.IDENTIFIER_MISSING,
                    "This person has no " + audience.matchKey() + ".",
                    audience.matchKey()));
        }
        var usable = Hashing.named(audience.options().text("hash", "none"))
                .of(key.get(), settings.text("defaultRegion", ""))
                .normalise(change.subject().identifier(key.get()).orElse(""));
        return usable.isPresent()
                ? Optional.empty()
                : Optional.of(
                        rejected(ProblemCode.IDENTIFIER_INVALID, "This is no usable " + key.get() + ".", key.get()));
    }

    private static Outcome rejected(ProblemCode code, String sentence, String field) {
        return new Outcome.Rejected(Problem.of(code, sentence).at(field));
    }

    private List<FileToWrite> files(AudienceSpec audience, Batch batch, Map<Integer, Outcome> refused) {
        var rows = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            if (!refused.containsKey(row)) {
                rows.add(row);
            }
        }
        if (rows.isEmpty() && batch.snapshot().isEmpty()) {
            return List.of();
        }
        var columns = Columns.of(settings, audience, batch);
        var format = FileFormat.of(settings);
        var content = format.write(
                settings, columns, rows.stream().map(batch.changes()::get).toList());
        var name = batch.snapshot()
                .map(snapshot -> part(audience, snapshot, snapshot.part(), format))
                .orElseGet(() -> folder(audience) + "/changes/" + SORTABLE.format(batch.decidedAt()) + "-" + batch.key()
                        + extension(format));
        var files = new ArrayList<FileToWrite>();
        files.add(Compression.of(settings).file(name, format, content, rows));
        batch.snapshot().filter(Snapshot::last).ifPresent(snapshot -> {
            var manifest = manifest(audience, snapshot, columns, format);
            for (var place :
                    List.of(snapshots(audience, snapshot) + "/manifest.json", folder(audience) + "/latest.json")) {
                files.add(new FileToWrite(place, "application/json", manifest, List.of()));
            }
        });
        return files;
    }

    /** Names follow from the snapshot alone: earlier parts were written by earlier calls, perhaps of another process. */
    private byte[] manifest(AudienceSpec audience, Snapshot snapshot, Columns columns, FileFormat format) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("snapshot", snapshot.key());
            Json.text(json, "audience", audience.key());
            Json.text(json, "name", audience.name());
            json.writeStringField("asOf", snapshot.asOf().toString());
            json.writeStringField("format", format.extension);
            if (Compression.of(settings) == Compression.GZIP) {
                json.writeStringField("compression", "gzip");
            }
            json.writeArrayFieldStart("columns");
            for (var column : columns.names()) {
                Json.text(json, column);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("files");
            for (var part = 0; part <= snapshot.part(); part++) {
                json.writeString(part(audience, snapshot, part, format));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private String part(AudienceSpec audience, Snapshot snapshot, int part, FileFormat format) {
        return snapshots(audience, snapshot) + String.format(Locale.ROOT, "/part-%06d%s", part, extension(format));
    }

    private String extension(FileFormat format) {
        return "." + format.extension + Compression.of(settings).extension;
    }

    private static String snapshots(AudienceSpec audience, Snapshot snapshot) {
        return folder(audience) + "/snapshots/" + SORTABLE.format(snapshot.asOf()) + "-" + snapshot.key();
    }

    private static String folder(AudienceSpec audience) {
        return Folders.checked("folder", audience.options().text("folder", Folders.slug(audience.key())));
    }
}
