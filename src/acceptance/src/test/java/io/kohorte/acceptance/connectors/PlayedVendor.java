// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.kohorte.tck.ConnectorUnderTest;
import io.kohorte.tck.VendorAnswer;
import io.kohorte.tck.VendorCall;
import io.kohorte.tck.Verdict;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A vendor that answers as the contract test of its connector does, to whoever a request names. */
final class PlayedVendor implements AutoCloseable {

    private final ConnectorUnderTest contract;
    private final WireMockServer server;
    private final List<String> requests = new ArrayList<>();
    private Marks marks = new Marks(Map.of());
    private Set<Integer> refused = Set.of();
    private Map<String, String> ours = Map.of();
    private List<Integer> latest = List.of();

    PlayedVendor(ConnectorUnderTest contract) {
        this.contract = contract;
        server = new WireMockServer(WireMockConfiguration.wireMockConfig()
                .dynamicPort()
                .disableRequestJournal()
                .extensions(new Answering()));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse()));
    }

    String url() {
        return server.baseUrl();
    }

    synchronized void know(Marks people) {
        marks = people;
    }

    /** Key and name of the audience, in place of those by which the contract test knows it. */
    synchronized void call(String key, String name) {
        ours = Map.of(contract.audience().key(), key, contract.audience().name(), name);
    }

    private String toOurs(String text) {
        String said = text;
        for (Map.Entry<String, String> word : ours.entrySet()) {
            said = said.replace(word.getKey(), word.getValue());
        }
        return said;
    }

    private String toTheirs(String text) {
        String heard = text;
        for (Map.Entry<String, String> word : ours.entrySet()) {
            heard = heard.replace(word.getValue(), word.getKey());
        }
        return heard;
    }

    /** From now on these are refused, and nobody else. */
    synchronized void refuse(Set<Integer> people) {
        refused = people;
    }

    /** How many requests named this person. */
    synchronized long requestsAbout(int person) {
        return requests.stream()
                .filter(request -> marks.in(request).contains(person))
                .count();
    }

    /** How many requests named somebody; looking for an audience, or asking what came back, names nobody. */
    synchronized long requestsAboutAnybody() {
        return requests.stream().filter(request -> !marks.in(request).isEmpty()).count();
    }

    private synchronized ResponseDefinition answer(Request request) {
        String text = decoded(request.getUrl()) + "\n" + request.getBodyAsString();
        VendorCall call = call(request, List.of());
        if (!contract.authenticates(call)) {
            requests.add(text);
            List<Integer> named = marks.in(text);
            latest = named.isEmpty() ? latest : named;
            call = call(request, rows(latest));
        }
        VendorAnswer answer = contract.answer(call);
        ResponseDefinitionBuilder response = ResponseDefinitionBuilder.responseDefinition()
                .withStatus(answer.status())
                .withBody(toOurs(answer.body()));
        answer.headers().forEach(response::withHeader);
        return response.build();
    }

    private List<VendorCall.Row> rows(List<Integer> people) {
        return IntStream.range(0, people.size())
                .mapToObj(row -> new VendorCall.Row(
                        row, refused.contains(people.get(row)) ? Verdict.REJECTED : Verdict.ACCEPTED, "no good"))
                .toList();
    }

    private VendorCall call(Request request, List<VendorCall.Row> rows) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders()
                .all()
                .forEach(header ->
                        headers.put(header.key().toLowerCase(Locale.ROOT), String.join(", ", header.values())));
        return new VendorCall(
                request.getMethod().getName(),
                toTheirs(request.getUrl()),
                headers,
                toTheirs(request.getBodyAsString()),
                rows);
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return url;
        }
    }

    @Override
    public void close() {
        server.stop();
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
