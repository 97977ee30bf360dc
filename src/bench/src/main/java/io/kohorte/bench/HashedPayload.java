// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Building payloads: six identifiers a row, normalised, hashed with SHA-256 and written as JSON, on one thread, so that
 * rows per second are rows per CPU-second. Goal: five times rudder-transformer, which does about 20,800 on a machine of
 * two cores.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HashedPayload {

    static final int ROWS = 1_000;

    private static final Normaliser EMAIL = Normaliser.email().hashed(Hash.SHA256_HEX);
    private static final Normaliser PHONE = Normaliser.phone("DE").hashed(Hash.SHA256_HEX);
    private static final Normaliser NAME = Normaliser.name().hashed(Hash.SHA256_HEX);
    private static final Normaliser ZIP = Normaliser.zip().hashed(Hash.SHA256_HEX);
    private static final Normaliser COUNTRY = Normaliser.country().hashed(Hash.SHA256_HEX);

    private final Row[] rows = new Row[ROWS];

    private record Row(String email, String phone, String first, String last, String zip, String country) {}

    /** Every row differs, so that nothing is answered from a cache. */
    @Setup
    public void fill() {
        for (var i = 0; i < ROWS; i++) {
            rows[i] = new Row(
                    " Max.Muster" + i + "@Example.COM ",
                    "0170 " + (1_000_000 + i * 37),
                    "Jürgen" + i,
                    "Müller-Lüdenscheidt" + i,
                    Integer.toString(10_000 + i),
                    "DE");
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] rows() {
        return Json.write(json -> {
            json.writeStartArray();
            for (var row : rows) {
                json.writeStartArray();
                json.writeString(EMAIL.normalise(row.email).orElse(""));
                json.writeString(PHONE.normalise(row.phone).orElse(""));
                json.writeString(NAME.normalise(row.first).orElse(""));
                json.writeString(NAME.normalise(row.last).orElse(""));
                json.writeString(ZIP.normalise(row.zip).orElse(""));
                json.writeString(COUNTRY.normalise(row.country).orElse(""));
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }
}
