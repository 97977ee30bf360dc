// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.Eventually;
import io.kohorte.core.platform.LogLines;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver of traces gets to see of a run. */
@QuarkusTest
@TestProfile(TraceTest.Traced.class)
class TraceTest {

    /** Tracing on, without anybody to export to. */
    public static final class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.enabled", "false");
        }
    }

    @Inject
    People people;

    @Inject
    SeenSpans spans;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aRunWithAThrottledBatchAndARejectedRowIsATreeOfSpans() throws SQLException {
        var sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.crowd(2))));
        receiver.whileAnswering(() -> receiver.answers(429, "{}"));
        receiver.whileAnswering(() -> receiver.answers(400, "{}"));
        receiver.whileAnswering(() -> receiver.answers(200, "{}"));
        receiver.whileAnswering(() -> receiver.answers(400, "{}"));

        var run = SyncDesk.run(sync).getLong("id");

        var root = root(run);
        assertThat(tree(root))
                .containsExactly(
                        "run completed-with-errors, 1 accepted, 1 rejected",
                        " compare, 2 added",
                        " request ensure 1 ok",
                        " batch of 2 BATCH_REFUSED",
                        "  request write 1 RATE_LIMITED",
                        "  wait throttled",
                        "  request write 2 BATCH_REFUSED",
                        " batch of 1 ok, 1 accepted",
                        "  request write 1 ok",
                        " batch of 1 ok FIELD_INVALID, 1 rejected",
                        "  request write 1 ok");
        assertThat(ofTrace(root)).allSatisfy(span -> {
            assertThat(number(span, "run.id")).isEqualTo(run);
            assertThat(number(span, "sync.id")).isEqualTo(sync);
            assertThat(number(span, "destination.id")).isPositive();
        });
    }

    @Test
    void noSpanNamesAPersonAnAddressOrASecret() throws SQLException {
        var sync =
                SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person("ada"))));
        receiver.whileAnswering(() -> receiver.answers(400, "{\"error\":\"" + people.mail("ada") + "\"}"));
        SyncDesk.run(sync);
        receiver.takesEverything();
        SyncDesk.run(sync);

        assertThat(spans.all()).isNotEmpty();
        assertThat(spans.all().toString())
                .doesNotContain("@example.com", people.named("ada"), receiver.url(), "://", Receiver.SECRET, "whsec");
    }

    /** Addresses of the API hold identities of people. */
    @Test
    void requestsOfPeopleWhoAskAreNotTraced() {
        io.kohorte.core.platform.Api.admin().get("/api/v1/profiles?identity=email:someone@example.org");

        assertThat(spans.all().toString()).doesNotContain("someone", "/api/v1");
    }

    @Test
    void linesInTheLogSayToWhichTraceTheyBelong() throws SQLException {
        var sync =
                SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person("ada"))));
        try (var log = new LogLines()) {
            var run = SyncDesk.run(sync).getLong("id");

            var traceId = root(run).getTraceId();
            assertThat(log.saying("of sync " + sync)).isNotEmpty().allSatisfy(line -> assertThat(
                            line.path("mdc").path("traceId").asText())
                    .isEqualTo(traceId));
        }
    }

    /** The run is over before its span is. */
    private SpanData root(long run) {
        Eventually.holds(() -> roots(run).findFirst().isPresent());
        return roots(run).findFirst().orElseThrow();
    }

    private Stream<SpanData> roots(long run) {
        return spans.all().stream()
                .filter(span -> span.getName().equals("run") && Objects.equals(number(span, "run.id"), run));
    }

    private Stream<SpanData> ofTrace(SpanData root) {
        return spans.all().stream().filter(span -> span.getTraceId().equals(root.getTraceId()));
    }

    private List<String> tree(SpanData root) {
        var lines = new ArrayList<String>();
        write(root, "", lines);
        return lines;
    }

    private void write(SpanData span, String indent, List<String> lines) {
        var line = new StringBuilder(indent).append(span.getName());
        for (var word : List.of("call", "attempt", "reason", "outcome", "rows.code")) {
            if (word.equals("outcome") && number(span, "rows") != null) {
                line.append(" of ").append(number(span, "rows"));
            }
            var value = word.equals("attempt") ? (Object) number(span, word) : text(span, word);
            if (value != null) {
                line.append(' ').append(value);
            }
        }
        for (var count : List.of("added", "changed", "removed", "accepted", "rejected")) {
            if (number(span, count) != null) {
                line.append(", ").append(number(span, count)).append(' ').append(count);
            }
        }
        lines.add(line.toString());
        spans.within(span).forEach(child -> write(child, indent + " ", lines));
    }

    private static String text(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey("kohorte." + name));
    }

    private static Long number(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.longKey("kohorte." + name));
    }
}
