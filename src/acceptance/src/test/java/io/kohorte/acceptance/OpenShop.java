// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.shop.Shop;
import io.kohorte.demo.shop.ShopPlan;
import io.kohorte.demo.shop.ShopReport;
import io.kohorte.demo.shop.Truth;
import io.kohorte.demo.story.Chain;
import io.kohorte.demo.story.Imports;
import io.kohorte.demo.story.ShopMappings;
import io.kohorte.demo.story.ShopStory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/** The application after the first half of the main job on a shop of a thousand customers; shared by several tests. */
final class OpenShop implements AutoCloseable {

    final Stand stand;
    final Imports imports;
    final Chain chain;
    final Path files;
    final ShopReport written;
    final Map<String, Truth> truth;
    final JsonNode customers;
    final JsonNode orders;
    final JsonNode events;
    final JsonNode clusters;
    final JsonNode prediction;

    /** Opens it; where that fails, nothing of it goes on. */
    static OpenShop opened() throws IOException, InterruptedException {
        Stand stand = Stand.fresh("shop", House.bouncing(40));
        try {
            return new OpenShop(stand);
        } catch (RuntimeException | IOException e) {
            stand.close();
            throw e;
        }
    }

    private OpenShop(Stand stand) throws IOException {
        this.stand = stand;
        files = stand.folder().resolve("shop");
        written = new Shop(new ShopPlan(1_000, 7, LocalDate.now(Clock.systemUTC()))).write(files, done -> {});
        truth = Truth.read(files);
        imports = new Imports(stand.stage());
        customers = imports.bring("Shop customers", "csv", ShopMappings.customers(), files.resolve("customers.csv"))
                .path("report");
        orders = imports.bring("Shop orders", "csv", ShopMappings.orders(), files.resolve("orders.csv"))
                .path("report");
        events = imports.bring("Shop events", "ndjson", ShopMappings.events(), files.resolve("events.ndjson"))
                .path("report");
        chain = new Chain(stand.stage(), ShopStory.PLAN);
        clusters = chain.findClusters();
        prediction = chain.predict();
        chain.makeSegments(clusters);
        chain.connect();
        chain.deliverFirst();
    }

    @Override
    public void close() {
        stand.close();
    }
}
