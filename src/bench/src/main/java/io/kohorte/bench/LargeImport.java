// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Imports a large file of order lines into the packaged application with a heap of 512 MB, and the same file again. In the same run:
 * the bare {@code COPY} of the file into a table of texts without an index, as fast as PostgreSQL can take it.
 *
 * <p>{@code -Dbench.megabytes} is the size of the file, {@code -Dbench.format} csv or ndjson.
 */
public final class LargeImport {

    private static final long MEGABYTE = 1_000_000;
    private static final int LOOK_EVERY_MILLIS = 500;

    static final String MAPPING =
            """
            {'name':'orders','kind':'file','mapping':{
             'identities':{'customer_id':'customer_id'},
             'event':{'name':'Order Completed','refund':'Order Refunded','at':'order_date','orderRef':'order_id','item':'product_id',
                      'category':'category','quantity':'quantity','unitPrice':'unit_price','properties':{'product':'product','channel':'channel'}}}}""";

    private final PackagedApp app;
    private final Path file;
    private final OrderLines.Written written;

    private LargeImport(PackagedApp app, Path file, OrderLines.Written written) {
        this.app = app;
        this.file = file;
        this.written = written;
    }

    public static void main(String[] arguments) throws Exception {
        var bytes = Long.getLong("bench.megabytes", 100) * MEGABYTE;
        var csv = System.getProperty("bench.format", "csv").equals("csv");
        var folder = Files.createTempDirectory("kohorte-bench-");
        var file = folder.resolve(csv ? "orders.csv" : "orders.ndjson");
        var log = folder.resolve("gc.log");
        try (var app = PackagedApp.start(List.of("-Xmx512m", Heap.logging(log)))) {
            var written = csv ? OrderLines.csv(file, bytes) : OrderLines.ndjson(file, bytes);
            new LargeImport(app, file, written).measure();
            System.out.printf(Locale.ROOT, "heap of 512 MB: %s%n", Heap.in(log));
            System.out.printf(
                    Locale.ROOT, "resident memory of the process: %,d MB at the most%n", app.peakResidentBytes() >> 20);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
            Files.deleteIfExists(folder);
        }
    }

    private void measure() throws Exception {
        System.out.printf(Locale.ROOT, "%s: %,d MB, %s%n", file.getFileName(), Files.size(file) / MEGABYTE, written);
        var source = app.api().post("sources", Api.object(MAPPING)).path("id").asLong();
        var first = imported(source);
        expect(first, "rowsIn", written.rows());
        expect(first, "invalid", written.invalid());
        expect(first, "accepted", written.rows() - written.invalid());
        var events = app.number("select count(*) from event");
        var again = imported(source);
        expect(again, "rowsIn", written.rows());
        expect(again, "duplicates", written.rows() - written.invalid());
        if (app.number("select count(*) from event") != events || events != written.rows() - written.invalid()) {
            throw new IllegalStateException("the same file again changed something");
        }
        bareCopy();
    }

    /** The report of an import, which says how long each phase took. */
    private JsonNode imported(long source) throws IOException, InterruptedException {
        var begin = System.nanoTime();
        var id = app.api().upload(source, file).path("id").asLong();
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("upload", seconds(begin));
        while (true) {
            var state = app.api().get("imports/" + id);
            if (Api.FINAL.contains(state.path("state").asText())) {
                var report = state.path("report");
                var took = seconds(begin);
                System.out.printf(
                        Locale.ROOT,
                        "%s in %.1f s, %,.0f rows/s: %,d rows = %,d accepted + %,d invalid + %,d duplicates; until then %s%n",
                        state.path("state").asText(),
                        took,
                        written.rows() / took,
                        report.path("rowsIn").asLong(),
                        report.path("accepted").asLong(),
                        report.path("invalid").asLong(),
                        report.path("duplicates").asLong(),
                        phases);
                return report;
            }
            var phase = state.path("progress").path("phase").asText("queued");
            phases.put(phase, Math.round(seconds(begin) * 10) / 10.0);
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static void expect(JsonNode report, String count, long expected) {
        if (report.path(count).asLong() != expected) {
            throw new IllegalStateException(count + " is " + report.path(count) + ", not " + expected);
        }
    }

    private void bareCopy() throws IOException, SQLException {
        try (var connection = app.database();
                var statement = connection.createStatement();
                var in = Files.newInputStream(file)) {
            var csv = file.toString().endsWith(".csv");
            statement.execute(
                    csv
                            ? "create table bare (a text, b text, c text, d text, e text, f text, g text, h text, i text)"
                            : "create table bare (line text)");
            var begin = System.nanoTime();
            var rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy bare from stdin" + (csv ? " (format csv, header)" : ""), in);
            System.out.printf(Locale.ROOT, "bare COPY of the file: %,.0f rows/s%n", rows / seconds(begin));
        }
    }

    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
    }
}
