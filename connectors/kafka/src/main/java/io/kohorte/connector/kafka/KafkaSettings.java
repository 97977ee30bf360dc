// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Limits;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;

/** The settings of {@code settings.schema.json}, with their defaults. */
final class KafkaSettings {

    private static final int STANDARD_PORT = 9092;
    private static final int HIGHEST_PORT = 65_535;

    private final Settings given;

    KafkaSettings(Settings given) {
        this.given = given;
    }

    /** Those to ask first, with numbers that no broker of a cluster has. */
    List<Node> brokers() {
        var places = places();
        return IntStream.range(0, places.size())
                .mapToObj(number -> node(-1 - number, places.get(number)))
                .toList();
    }

    private List<String> places() {
        return Arrays.stream(given.text("brokers").split(","))
                .map(String::strip)
                .filter(place -> !place.isEmpty())
                .toList();
    }

    private static Node node(int id, String place) {
        var colon = place.endsWith("]") ? -1 : place.lastIndexOf(':');
        var host = (colon < 0 ? place : place.substring(0, colon)).replaceAll("[\\[\\]]", "");
        var port = colon < 0 ? STANDARD_PORT : Integer.parseInt(place.substring(colon + 1));
        if (port < 1 || port > HIGHEST_PORT) {
            throw Refusals.of(ProblemCode.INVALID_SETTING, "brokers", "A port is a number from 1 to 65535.");
        }
        return new Node(id, host, port);
    }

    /** For people: where messages go. */
    String shownBrokers() {
        return String.join(",", places());
    }

    boolean encrypted() {
        return given.text("encryption", "tls").equals("tls");
    }

    SignIn signIn() {
        return SignIn.named(given.text("signIn", "scram-sha-512"));
    }

    /** @throws ConnectorException {@code INVALID_SETTING} when it is missing: an account made over the API may lack it */
    String needed(String name) {
        return given.optionalText(name)
                .orElseThrow(() -> Refusals.of(ProblemCode.INVALID_SETTING, name, "This setting is missing."));
    }

    String text(String name) {
        return given.text(name, "");
    }

    boolean binary() {
        return given.text("mode", "structured").equals("binary");
    }

    boolean tombstones() {
        return binary() && given.flag("tombstones", false);
    }

    String source() {
        return given.text("source", "/kohorte");
    }

    String compression() {
        return given.text("compression", "none");
    }

    String conversionsTopic() {
        return text("conversionsTopic");
    }

    boolean fromLatest() {
        return given.text("conversionsFrom", "earliest").equals("latest");
    }

    boolean goesOnAfterLoss() {
        return given.text("lostRecords", "stop").equals("continue");
    }

    /** Partition and offset each, as problems name them. */
    Set<String> skippedRecords() {
        return Arrays.stream(text("skippedRecords").split(","))
                .map(String::strip)
                .filter(record -> !record.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    int maxBytes() {
        return given.number("maxBytes", 1_000_000);
    }

    Duration timeout() {
        return Duration.ofSeconds(given.number("timeoutSeconds", 30));
    }

    Limits limits() {
        var widest = KafkaConnector.LIMITS;
        return new Limits(
                given.number("rowsPerBatch", 1_000),
                maxBytes(),
                widest.requests(),
                widest.window(),
                given.number("concurrency", 4));
    }
}
