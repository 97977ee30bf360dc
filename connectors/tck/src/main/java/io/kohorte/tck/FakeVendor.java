// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.kohorte.spi.WireRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The vendor's end of the wire: answers as the connector's author says, or with the faults a test asks for. */
public final class FakeVendor implements AutoCloseable {

    private final WireMockServer server;
    private final List<VendorCall> seen = new ArrayList<>();
    private long authentications;
    private final Deque<WireRequest> expected = new ArrayDeque<>();
    private final Deque<WireFault> faults = new ArrayDeque<>();
    private @Nullable WireFault always;
    private @Nullable ConnectorUnderTest subject;
    private List<VendorCall.Row> rows = List.of();
    private final List<VendorAnswer> given = new ArrayList<>();
    private Optional<Spoilt> spoilt = Optional.empty();
    private Optional<JobFault> jobFault = Optional.empty();

    private final Map<String, Map<WireFault, Set<String>>> made = new TreeMap<>();

    /** @param request counted from 0, those for credentials left out */
    private record Spoilt(int request, VendorAnswer answer) {}

    FakeVendor() {
        server = new WireMockServer(WireMockConfiguration.wireMockConfig()
                .dynamicPort()
                .containerThreads(16)
                .disableRequestJournal()
                .extensions(new Answering()));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse()));
    }

    /** Forgets everything and answers for this connector from now on. */
    synchronized void serve(ConnectorUnderTest connector) {
        subject = connector;
        rows = List.of();
        seen.clear();
        authentications = 0;
        expected.clear();
        faults.clear();
        always = null;
        jobFault = Optional.empty();
        answerSoundly();
    }

    /** From now on all answers are as they should be, and {@link #answers} counts anew. */
    synchronized void answerSoundly() {
        given.clear();
        spoilt = Optional.empty();
    }

    /** One of the next requests, counted from 0, gets this answer. */
    synchronized void spoil(int request, VendorAnswer answer) {
        given.clear();
        spoilt = Optional.of(new Spoilt(request, answer));
    }

    /** What it answered or, where that was spoilt, should have answered; without credentials. */
    synchronized List<VendorAnswer> answers() {
        return List.copyOf(given);
    }

    /** The next requests are these; their rows get these verdicts, by position in the batch. */
    synchronized void expect(List<WireRequest> requests, List<VendorCall.Row> verdicts) {
        expected.clear();
        expected.addAll(requests);
        rows = verdicts;
        seen.clear();
    }

    /** The next requests that are not about credentials meet these faults, one each. */
    synchronized void fail(List<WireFault> withThese) {
        faults.clear();
        faults.addAll(withThese);
    }

    /** From now on this is wrong with the vendor's jobs. */
    synchronized void failJobs(JobFault with) {
        jobFault = Optional.of(with);
    }

    /** Every request meets this fault, also one for credentials. */
    synchronized void failAlways(WireFault with) {
        always = with;
    }

    /** Requests so far, those for credentials left out. */
    synchronized List<VendorCall> requests() {
        return seen.stream().filter(call -> !subject().authenticates(call)).toList();
    }

    /** {@link #requests()}, those that look after jobs left out: what a preview shows. */
    synchronized List<VendorCall> changes() {
        return requests().stream()
                .filter(call -> !subject().looksAfterJob(call))
                .toList();
    }

    /** Requests for credentials since it serves this connector: those for an audience need some, too. */
    synchronized long authentications() {
        return authentications;
    }

    /** The connector made this of a fault: kinds of problem, or {@code ACCEPTED}. */
    synchronized void saw(WireFault fault, Collection<String> kinds) {
        made.computeIfAbsent(subject().connector().descriptor().id(), id -> new EnumMap<>(WireFault.class))
                .computeIfAbsent(fault, met -> new TreeSet<>())
                .addAll(kinds);
    }

    /** What a connector was seen to make of faults. */
    synchronized Map<WireFault, Set<String>> seen(String connector) {
        return new TreeMap<>(made.getOrDefault(connector, Map.of()));
    }

    String url() {
        return server.baseUrl();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private ConnectorUnderTest subject() {
        return Objects.requireNonNull(subject, "serve comes first");
    }

    private synchronized ResponseDefinition answer(Request request) {
        var credentials = subject().authenticates(call(request, List.of()));
        var call = call(request, credentials ? List.of() : rowsOf(expected.poll()));
        seen.add(call);
        authentications += credentials ? 1 : 0;
        var fault = always != null || credentials ? always : faults.poll();
        if (fault != null) {
            return fault.wire(url(), subject().patience()).build();
        }
        var sound = jobFault.flatMap(wrong -> subject().answer(call, wrong))
                .orElseGet(() -> subject().answer(call));
        return (credentials ? sound : noted(sound)).wire().build();
    }

    private VendorAnswer noted(VendorAnswer sound) {
        given.add(sound);
        return spoilt.filter(spoil -> spoil.request() == given.size() - 1)
                .map(Spoilt::answer)
                .orElse(sound);
    }

    private List<VendorCall.Row> rowsOf(@Nullable WireRequest request) {
        return request == null
                ? rows
                : rows.stream()
                        .filter(row -> request.rows().contains(row.position()))
                        .toList();
    }

    private static VendorCall call(Request request, List<VendorCall.Row> rows) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders()
                .all()
                .forEach(header ->
                        headers.put(header.key().toLowerCase(Locale.ROOT), String.join(", ", header.values())));
        return new VendorCall(
                request.getMethod().getName(), request.getUrl(), headers, request.getBodyAsString(), rows);
    }

    private final class Answering implements ResponseDefinitionTransformerV2 {

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return answer(event.getRequest());
        }

        @Override
        public String getName() {
            return "answering";
        }
    }
}
