// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Reaction;
import io.kohorte.demo.receiver.Traffic;
import io.kohorte.demo.shop.Shop;
import io.kohorte.demo.shop.ShopPlan;
import io.kohorte.demo.shop.ShopReport;
import io.kohorte.demo.shop.Truth;
import io.kohorte.demo.story.Deliveries.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main job on the demonstration shop, from its files to the second delivery. */
public final class ShopStory {

    /** The receiver's field that holds the shop's customer number. */
    public static final String CUSTOMER_FIELD = "customer_number";

    /** What is made of the shop, here and in the acceptance tests. */
    public static final ChainPlan PLAN = new ChainPlan(
            "Regulars nearby (rule)",
            Api.object(
                    """
                    {'all': [{'trait': 'country', 'op': 'in', 'values': ['DE', 'AT', 'CH']},
                             {'event': 'Order Completed', 'measure': 'orders', 'op': 'at-least', 'value': 2,
                              'within': {'last': 'P180D'}}]}"""),
            "Order Completed",
            ShopPlan.NEXT_DAYS,
            "email",
            List.of(
                    new Field(CUSTOMER_FIELD, "trait:customer_number"),
                    new Field("first_name", "first_name"),
                    new Field("city", "city")),
            Optional.of("marketing"));

    private final Stage stage;
    private final ShopPlan shop;
    private final Path folder;

    public ShopStory(Stage stage, ShopPlan shop, Path folder) {
        this.stage = stage;
        this.shop = shop;
        this.folder = folder;
    }

    /** @return whether the receiver's audiences equal the segments, each difference having a reason */
    public boolean told() throws IOException, InterruptedException {
        Imports imports = new Imports(stage);
        Chain chain = new Chain(stage, PLAN);
        open(imports);
        stage.teller().act("Groups are found among the customers, with their number chosen by itself");
        JsonNode clusters = chain.findClusters();
        stage.teller().act("A prediction is learned: who buys again within " + PLAN.withinDays() + " days?");
        chain.predict();
        stage.teller().act("Three segments: by a rule, by the prediction, by a group");
        chain.makeSegments(clusters);
        stage.teller().act("Three syncs deliver them to a destination that verifies every signature");
        chain.connect();
        chain.deliverFirst();
        boolean first = chain.tellBalances();
        react(chain);
        continueWith(imports);
        stage.teller().act("The models are trained again; a challenger must beat its champion");
        chain.retrain();
        stage.teller().act("The segments move, and only the difference is delivered");
        chain.moveSegments();
        chain.deliverAgain();
        stage.teller().act("Once more, with nothing changed");
        Traffic before = stage.receiver().traffic();
        chain.deliverAgain();
        long requests = stage.receiver().traffic().since(before).requests();
        stage.teller().say("%d requests were sent.", requests);
        stage.teller().act("The receiver's audiences held against the segments, person by person");
        boolean last = chain.tellBalances();
        Traffic traffic = stage.receiver().traffic();
        stage.teller()
                .say(
                        "%,d requests came in, %,d of them forged, %,d repeated; %,d rows, %,d refused by the receiver.",
                        traffic.requests(), traffic.forged(), traffic.repeated(), traffic.rows(), traffic.refused());
        return first && last && requests == 0 && traffic.forged() == 0;
    }

    private void open(Imports imports) throws IOException {
        Teller teller = stage.teller();
        teller.act("A shop's files are read, with a report of what is wrong with them");
        ShopReport report = new Shop(shop).write(folder, done -> teller.progress("inventing customers: " + done));
        teller.say(
                "A shop of %,d customers (seed %d) lies in %s, with dirt on purpose:",
                shop.customers(), shop.seed(), folder);
        ShopReport.Dirt dirt = report.dirt();
        teller.say(
                "  %d bad dates, %d lines of guests, %d lines twice, %d ragged lines, %d impossible mailboxes",
                dirt.badDates(), dirt.withoutCustomer(), dirt.exactDuplicates(), dirt.ragged(), dirt.badEmails());
        imports.bring("Shop customers", "csv", ShopMappings.customers(), folder.resolve("customers.csv"));
        imports.bring("Shop orders", "csv", ShopMappings.orders(), folder.resolve("orders.csv"));
        imports.bring("Shop events", "ndjson", ShopMappings.events(), folder.resolve("events.ndjson"));
        tellCatalogue();
    }

    private void tellCatalogue() {
        JsonNode everybody = stage.api().post("segments:estimate", Api.object("{'definition':{'all':[]}}"));
        JsonNode catalogue = stage.api().get("catalogue");
        stage.teller()
                .say(
                        "Known now: %,d customers with %d traits and %d kinds of events; %d features are derived from them.",
                        everybody.path("of").asLong(),
                        catalogue.path("traits").size(),
                        catalogue.path("events").size(),
                        catalogue.path("features").size());
    }

    private void react(Chain chain) throws IOException, InterruptedException {
        stage.teller().act("The receiver runs its campaign; who buys comes back, signed");
        Campaign campaign = new Campaign(stage, Truth.read(folder));
        List<Reaction> reactions = campaign.reactions(chain.reached(), CUSTOMER_FIELD);
        stage.teller()
                .say(
                        "%,d conversions were sent back; the application counts %s.",
                        reactions.size(), Campaign.words(campaign.report(chain.destination(), reactions)));
        stage.teller()
                .say(
                        "The same messages once more: %s.",
                        Campaign.words(campaign.report(chain.destination(), reactions)));
    }

    private void continueWith(Imports imports) throws IOException {
        stage.teller().act(ShopPlan.NEXT_DAYS + " days pass: the shop's next files");
        Path next = folder.resolve("next");
        imports.bring("Shop customers", "csv", ShopMappings.customers(), next.resolve("customers.csv"));
        imports.bring("Shop orders", "csv", ShopMappings.orders(), next.resolve("orders.csv"));
        imports.bring("Shop events", "ndjson", ShopMappings.events(), next.resolve("events.ndjson"));
    }
}
