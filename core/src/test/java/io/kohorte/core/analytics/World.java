// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.condition.ModelId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/** Generated people with everything that makes conditions hard: gaps, edges of time, refunds, shared orders, merges. */
record World(List<Person> people, Map<ModelId, Map<Integer, Double>> scoresOf, RoaringBitmap segment) {

    static final Instant AS_OF = Instant.parse("2024-03-31T12:00:00Z");
    static final List<String> EVENTS = List.of("Order Completed", "Order Refunded", "Login");
    static final List<String> COUNTRIES = List.of("DE", "AT", "de", "", "D'E\"; --", "Österreich", "5");
    static final List<Double> NUMBERS = List.of(-1.0, 0.0, 1.0, 2.5, 5.0, 1e6);
    static final List<String> CATEGORIES = List.of("shoes", "hats", "SHOES");
    static final ModelId PREDICTION = new ModelId(1);
    static final ModelId CLUSTERING = new ModelId(2);

    private static final List<String> AMOUNTS = List.of("0.1", "0.2", "33.33", "33.34", "100", "-33.33", "0", "19.99");
    private static final String TRAITS =
            "insert into trait (name, type) values ('country', 'text'), ('visits', 'number'), ('vip', 'flag'), ('signup', 'time')";

    record Person(int number, boolean merged, Map<String, Object> traits, List<Deed> deeds) {}

    record Deed(
            UUID key,
            String name,
            Instant at,
            Optional<Instant> knownAt,
            Optional<String> orderRef,
            Optional<String> category,
            Optional<BigDecimal> quantity,
            Optional<BigDecimal> amount,
            ObjectNode properties) {
        String order() {
            return orderRef.orElseGet(key::toString);
        }
    }

    Map<Integer, Double> scores(ModelId model) {
        return scoresOf.getOrDefault(model, Map.of());
    }

    static World of(Random random, int size) {
        List<Person> people = new ArrayList<>();
        Map<Integer, Double> predictions = new HashMap<>();
        Map<Integer, Double> clusters = new HashMap<>();
        RoaringBitmap segment = new RoaringBitmap();
        for (int number = 1; number <= size; number++) {
            people.add(new Person(number, number > 1 && random.nextInt(12) == 0, traits(random), deeds(random)));
            if (random.nextInt(4) > 0) {
                predictions.put(number, random.nextInt(11) / 10.0);
            }
            if (random.nextInt(4) > 0) {
                clusters.put(number, (double) random.nextInt(4));
            }
            if (random.nextBoolean()) {
                segment.add(number);
            }
        }
        return new World(people, Map.of(PREDICTION, predictions, CLUSTERING, clusters), segment);
    }

    /** Moments on, just before and just after what conditions name. */
    static Instant moment(Random random) {
        Instant edge =
                switch (random.nextInt(6)) {
                    case 0 -> AS_OF;
                    case 1 -> AS_OF.minus(30, ChronoUnit.DAYS);
                    case 2 -> Instant.parse("2024-02-29T12:00:00Z");
                    case 3 -> Instant.parse("2024-01-01T00:00:00Z");
                    case 4 -> Instant.parse("2024-01-02T00:00:00Z");
                    default -> AS_OF.minus(random.nextInt(200), ChronoUnit.DAYS);
                };
        return edge.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
    }

    private static Map<String, Object> traits(Random random) {
        Map<String, Object> traits = new HashMap<>();
        if (random.nextInt(4) > 0) {
            traits.put("country", pick(random, COUNTRIES));
        }
        if (random.nextInt(4) > 0) {
            traits.put("visits", pick(random, NUMBERS));
        }
        if (random.nextInt(4) > 0) {
            traits.put("vip", random.nextBoolean());
        }
        if (random.nextInt(4) > 0) {
            traits.put("signup", moment(random));
        }
        return traits;
    }

    private static List<Deed> deeds(Random random) {
        List<Deed> deeds = new ArrayList<>();
        int count = Math.max(0, random.nextInt(10) - 3);
        for (int i = 0; i < count; i++) {
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            switch (random.nextInt(7)) {
                case 0 -> properties.put("co/lo~r", "red");
                case 1 -> properties.put("co/lo~r", 5);
                case 2 -> properties.put("co/lo~r", 2.5);
                case 3 -> properties.put("co/lo~r", true);
                case 4 -> properties.putNull("co/lo~r");
                case 5 -> properties.put("co/lo~r", "5");
                default -> properties.put("other", "red");
            }
            deeds.add(new Deed(
                    new UUID(random.nextLong(), random.nextLong()),
                    pick(random, EVENTS),
                    moment(random),
                    random.nextBoolean() ? Optional.of(moment(random)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of("o" + random.nextInt(2)) : Optional.empty(),
                    random.nextInt(4) > 0 ? Optional.of(pick(random, CATEGORIES)) : Optional.empty(),
                    random.nextInt(4) > 0 ? Optional.of(BigDecimal.valueOf(random.nextInt(4))) : Optional.empty(),
                    random.nextInt(4) > 0 ? Optional.of(new BigDecimal(pick(random, AMOUNTS))) : Optional.empty(),
                    properties));
        }
        return deeds;
    }

    static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void write(TestPostgres postgres) throws SQLException {
        postgres.execute(TRAITS);
        for (ModelId model : scoresOf.keySet()) {
            postgres.execute("insert into model (id, name, kind, definition, created_at, updated_at)"
                    + " overriding system value values (" + model.value() + ", 'm', 'prediction', '{}', now(), now())");
        }
        try (Connection connection = postgres.connect();
                PreparedStatement profile = connection.prepareStatement(
                        "insert into profile (number, traits, merged_into) values (?, ?::jsonb, ?)");
                PreparedStatement event = connection.prepareStatement(
                        "insert into event (key, profile, name, at, known_at, order_ref, category, quantity, amount, properties, source)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, 1)");
                PreparedStatement score = connection.prepareStatement("insert into score values (?, ?, ?, 1)")) {
            for (Person person : people) {
                bind(profile, person.number(), json(person.traits()).toString(), person.merged() ? 1 : null);
                for (Deed deed : person.deeds()) {
                    bind(
                            event,
                            deed.key(),
                            person.number(),
                            deed.name(),
                            deed.at().atOffset(ZoneOffset.UTC),
                            deed.knownAt()
                                    .map(known -> known.atOffset(ZoneOffset.UTC))
                                    .orElse(null),
                            deed.orderRef().orElse(null),
                            deed.category().orElse(null),
                            deed.quantity().map(BigDecimal::doubleValue).orElse(null),
                            deed.amount().map(BigDecimal::doubleValue).orElse(null),
                            deed.properties().toString());
                }
            }
            for (Map.Entry<ModelId, Map<Integer, Double>> model : scoresOf.entrySet()) {
                for (Map.Entry<Integer, Double> scored : model.getValue().entrySet()) {
                    bind(score, model.getKey().value(), scored.getKey(), scored.getValue());
                }
            }
            profile.executeBatch();
            event.executeBatch();
            score.executeBatch();
        }
    }

    private static JsonNode json(Map<String, Object> traits) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        traits.forEach((trait, value) -> {
            if (value instanceof Double number) {
                json.put(trait, number);
            } else if (value instanceof Boolean flag) {
                json.put(trait, flag);
            } else {
                json.put(trait, value.toString());
            }
        });
        return json;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
