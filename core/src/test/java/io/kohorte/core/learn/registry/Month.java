// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came in during thirty days, as it came: orders and looks of known, new and nameless people, what they say of themselves, events told
 * days late, and messages told twice.
 */
final class Month {
    static final int DAYS = 30;
    private static final int MESSAGES = 25;

    private final Random random = new Random(17);
    private final Instant begin;
    private int told;
    private int visitors;

    private Month(Instant begin) {
        this.begin = begin;
    }

    /** What arrives together at a moment. */
    record Arrival(Instant at, List<Message> fresh, Optional<Message> again) {
        List<Message> messages() {
            return Stream.concat(again.stream(), fresh.stream()).toList();
        }

        Stream<Message> events() {
            return fresh.stream().filter(message -> !message.event().isEmpty());
        }
    }

    /** One message; empty texts are left unsaid. */
    record Message(
            String id,
            String user,
            String visitor,
            String event,
            Instant at,
            String order,
            String amount,
            Map<String, String> traits) {

        Map<String, Object> tracked() {
            Map<String, Object> json = new HashMap<>();
            json.put("type", event.isEmpty() ? "identify" : "track");
            json.put("messageId", id);
            json.put("timestamp", at.toString());
            said("userId", user, json);
            said("anonymousId", visitor, json);
            if (event.isEmpty()) {
                json.put("traits", traits);
            } else {
                json.put("event", event);
                Map<String, Object> properties = new HashMap<>();
                said("order_id", order, properties);
                said("revenue", amount, properties);
                json.put("properties", properties);
            }
            return json;
        }

        private static void said(String name, String value, Map<String, Object> into) {
            if (!value.isEmpty()) {
                into.put(name, value);
            }
        }

        String eventRow() {
            return String.join(",", id, user, visitor, event, at.toString(), order, amount);
        }

        String personRow() {
            return String.join(",", user, visitor, traits.getOrDefault("plan", ""), traits.getOrDefault("country", ""));
        }
    }

    static List<Arrival> after(Instant begin) {
        Month month = new Month(begin);
        List<Arrival> arrivals = new ArrayList<>();
        Optional<Message> again = Optional.empty();
        for (int i = 1; i <= DAYS; i++) {
            Instant at = begin.plus(Duration.ofDays(i));
            Arrival arrival = new Arrival(
                    at, Stream.generate(() -> month.message(at)).limit(MESSAGES).toList(), again);
            again = arrival.events().findFirst();
            arrivals.add(arrival);
        }
        return arrivals;
    }

    /** Every eleventh customer is new; a visitor looks around twice before the login. */
    private Message message(Instant arrives) {
        String id = "m" + ++told;
        String customer = "customer-" + (1 + random.nextInt(SmallShop.CUSTOMERS + 90));
        Instant at = happened(arrives);
        return switch (random.nextInt(10)) {
            case 0 ->
                new Message(id, customer, "", "", at, "", "", Map.of("plan", random.nextBoolean() ? "gold" : "free"));
            case 1 ->
                new Message(id, customer, "", "", at, "", "", Map.of("country", random.nextBoolean() ? "DE" : "AT"));
            case 2 -> visitor(id, customer, at);
            case 3, 4 -> new Message(id, customer, "", "Product Viewed", at, "", "", Map.of());
            default ->
                new Message(
                        id,
                        customer,
                        "",
                        "Order Completed",
                        at,
                        "live-" + told,
                        20 + random.nextInt(300) + ".95",
                        Map.of());
        };
    }

    private Message visitor(String id, String customer, Instant at) {
        int turn = visitors++ % 3;
        String visitor = "visitor-" + visitors / 3;
        return turn == 2
                ? new Message(id, customer, visitor, "", at, "", "", Map.of("plan", "gold"))
                : new Message(id, "", visitor, "Product Viewed", at, "", "", Map.of());
    }

    private Instant happened(Instant arrives) {
        Duration ago = random.nextInt(12) == 0
                ? Duration.ofHours(random.nextInt(120))
                : Duration.ofMinutes(random.nextInt(23 * 60));
        Instant at = arrives.minus(ago);
        return at.isBefore(begin) ? begin : at;
    }

    static String events(List<Arrival> arrivals) {
        return "message,user,visitor,event,at,order,amount\n"
                + rows(arrivals, message -> !message.event().isEmpty(), Message::eventRow);
    }

    static String people(List<Arrival> arrivals) {
        return "user,visitor,plan,country\n"
                + rows(arrivals, message -> message.event().isEmpty(), Message::personRow);
    }

    private static String rows(List<Arrival> arrivals, Predicate<Message> which, Function<Message, String> row) {
        return arrivals.stream()
                .flatMap(arrival -> arrival.messages().stream())
                .filter(which)
                .map(row)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
