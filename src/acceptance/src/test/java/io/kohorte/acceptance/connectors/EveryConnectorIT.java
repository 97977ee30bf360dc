// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.acceptance.Stand;
import io.kohorte.demo.receiver.House;
import io.kohorte.tck.ConnectorUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Each connector through the packaged application. They mostly wait, so several travel at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryConnectorIT {

    private static final int AT_ONCE = 4;

    private final ExecutorService travellers = Executors.newFixedThreadPool(AT_ONCE);
    private final Map<String, Future<?>> journeys = new LinkedHashMap<>();
    private List<ConnectorUnderTest> contracts = List.of();
    private Stand stand;

    @BeforeAll
    void open() throws IOException, InterruptedException {
        stand = Stand.fresh(
                "connectors",
                House.bouncing(0),
                Map.of(
                        "KOHORTE_FEEDBACK_PULL_EVERY", "3s",
                        "KOHORTE_FEEDBACK_PULL_DELAYED", "10s",
                        "KOHORTE_FEEDBACK_CAMPAIGNS_EVERY", "5s",
                        "KOHORTE_FEEDBACK_CAMPAIGNS_DELAYED", "10s"));
        contracts = Contracts.all(Stand.ROOT);
        IntStream.range(0, contracts.size())
                .forEach(number -> journeys.put(Contracts.id(contracts.get(number)), travellers.submit(() -> {
                    try (Journey journey = new Journey(contracts.get(number), number, stand.stage(), stand.folder())) {
                        journey.travel();
                    }
                    return number;
                })));
    }

    @AfterAll
    void close() {
        travellers.shutdownNow();
        stand.close();
    }

    @TestFactory
    Stream<DynamicTest> delivers_changes_removes_and_hears_back() {
        return journeys.entrySet().stream()
                .map(journey -> dynamicTest(journey.getKey(), () -> arrived(journey.getValue())));
    }

    private static void arrived(Future<?> journey) throws Throwable {
        try {
            journey.get();
        } catch (ExecutionException broken) {
            throw broken.getCause();
        }
    }

    @Test
    void the_catalogue_lists_every_connector_and_no_broken_one() {
        JsonNode catalogue = stand.api().get("connectors");
        var listed = new ArrayList<String>();
        catalogue.path("items").forEach(item -> listed.add(item.path("id").asText()));
        assertThat(new TreeSet<>(listed))
                .containsAll(contracts.stream().map(Contracts::id).toList());
        assertThat(catalogue.path("broken").isEmpty()).isTrue();
    }
}
