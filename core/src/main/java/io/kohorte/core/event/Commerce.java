// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Finds order, item, quantity and money in the properties of an event, by the names that e-commerce tracking uses. */
final class Commerce {

    private static final int LONGEST = 500;

    private Commerce() {}

    static EventFact event(String name, Instant at, ObjectNode properties) {
        JsonNode products = properties.path("products");
        JsonNode first = products.path(0);
        Optional<Double> quantity = number(properties, "quantity").or(() -> sum(products));
        Optional<Double> amount = number(properties, "revenue", "total", "value");
        boolean refund = name.equals(EventFact.ORDER_REFUNDED);
        return new EventFact(
                name,
                at,
                text(properties, "order_id").orElse(null),
                text(properties, "product_id", "sku")
                        .or(() -> text(first, "product_id", "sku"))
                        .orElse(null),
                text(properties, "category").or(() -> text(first, "category")).orElse(null),
                quantity.map(value -> refund ? -Math.abs(value) : value).orElse(null),
                amount.map(value -> refund ? -Math.abs(value) : value).orElse(null),
                properties);
    }

    private static Optional<Double> sum(JsonNode products) {
        if (!products.isArray() || products.isEmpty()) {
            return Optional.empty();
        }
        double sum = 0;
        for (JsonNode product : products) {
            sum += number(product, "quantity").orElse(1.0);
        }
        return Optional.of(sum);
    }

    private static Optional<Double> number(JsonNode node, String... names) {
        return Arrays.stream(names)
                .map(node::path)
                .flatMap(value -> read(value).stream())
                .findFirst();
    }

    private static Optional<Double> read(JsonNode value) {
        try {
            double number = value.isTextual() ? Double.parseDouble(value.textValue()) : value.doubleValue();
            boolean said = value.isNumber() || value.isTextual();
            return said && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String... names) {
        return Arrays.stream(names)
                .map(node::path)
                .filter(value -> value.isTextual() || value.isIntegralNumber())
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank() && text.length() <= LONGEST)
                .findFirst();
    }
}
