// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.demo.receiver.Member;
import io.kohorte.demo.receiver.Postback;
import io.kohorte.demo.receiver.Reaction;
import io.kohorte.demo.shop.Truth;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The receiver writes to everybody it has, and some buy: each with the probability that the shop's truth gives a customer who
 * was reached. What they do comes back as signed conversions.
 */
public final class Campaign {

    private static final int A_MESSAGE = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stage stage;
    private final Map<String, Truth> truth;

    public Campaign(Stage stage, Map<String, Truth> truth) {
        this.stage = stage;
        this.truth = truth;
    }

    /** @param customerField the receiver's field that holds the shop's customer number */
    public List<Reaction> reactions(Collection<Member> reached, String customerField) {
        Map<String, Member> once = new TreeMap<>();
        reached.forEach(member -> once.put(member.profile(), member));
        Instant now = stage.clock().instant();
        List<Reaction> reactions = new ArrayList<>();
        for (Member member : once.values()) {
            String customer = member.fields().getOrDefault(customerField, "");
            Truth known = truth.get(customer);
            SplittableRandom chance = new SplittableRandom(customer.hashCode());
            if (known != null && chance.nextDouble() < known.conversion() + known.uplift()) {
                BigDecimal value = BigDecimal.valueOf(1_500 + chance.nextInt(9_000), 2);
                reactions.add(new Reaction(
                        "buy-" + customer, member.profile(), member.identifiers(), "purchase", value, "EUR", now));
            }
        }
        return reactions;
    }

    /** @return what the application answered, in all: how many it accepted, how many it had already, how many are about nobody it knows */
    public Map<String, Long> report(long destination, List<Reaction> reactions)
            throws IOException, InterruptedException {
        Postback postback = new Postback(
                HttpClient.newHttpClient(),
                stage.application().resolve("/api/v1/feedback/" + destination),
                stage.secret(),
                stage.clock());
        Map<String, Long> sums = new TreeMap<>();
        for (int from = 0; from < reactions.size(); from += A_MESSAGE) {
            List<Reaction> some = reactions.subList(from, Math.min(reactions.size(), from + A_MESSAGE));
            HttpResponse<String> answer = postback.send("msg-" + destination + "-" + from, some);
            if (answer.statusCode() >= 300) {
                throw new StoryFailure("conversions were refused: " + answer.statusCode() + " " + answer.body());
            }
            add(sums, answer.body());
            stage.teller().progress("conversions: %,d of %,d".formatted(from + some.size(), reactions.size()));
        }
        return sums;
    }

    static String words(Map<String, Long> answer) {
        return "%,d accepted, %,d known already, %,d about nobody we know"
                .formatted(answer.get("accepted"), answer.get("duplicates"), answer.get("unknown"));
    }

    private static void add(Map<String, Long> sums, String body) throws JsonProcessingException {
        JsonNode answer = JSON.readTree(body);
        answer.properties()
                .forEach(entry -> sums.merge(entry.getKey(), entry.getValue().asLong(), Long::sum));
    }
}
