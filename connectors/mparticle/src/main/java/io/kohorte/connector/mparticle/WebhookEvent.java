// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * One event of a batch: a purchase, or a custom event that was named in the settings. All others are passed over. A mistake
 * names its place, not its value.
 */
final class WebhookEvent {

    private static final int LONGEST_TEXT = 400;

    /** Digits on either side of the point; a value beyond is a mistake or malice. */
    private static final int MOST_DIGITS = 18;

    private final JsonNode batch;
    private final JsonNode event;
    private final JsonNode data;
    private final String batchAt;
    private final int number;
    private final MparticleSettings settings;

    /** @param number of the event in its batch, from 0 */
    WebhookEvent(JsonNode batch, JsonNode event, String batchAt, int number, MparticleSettings settings) {
        this.batch = batch;
        this.event = event;
        this.data = event.path("data");
        this.batchAt = batchAt;
        this.number = number;
        this.settings = settings;
    }

    Optional<Conversion> conversion(Instant receivedAt) {
        var action = data.path("product_action");
        return switch (event.path("event_type").asText("")) {
            case "commerce_event" ->
                action.path("action").asText("").equals("purchase")
                        ? Optional.of(purchase(action, receivedAt))
                        : Optional.empty();
            case "custom_event" ->
                Optional.of(data.path("event_name").asText(""))
                        .filter(settings.conversionEvents()::contains)
                        .map(name -> conversion(word(name), BigDecimal.ZERO, "", receivedAt));
            default -> Optional.empty();
        };
    }

    private Conversion purchase(JsonNode action, Instant receivedAt) {
        var amount = action.path("total_amount");
        var value = amount.isMissingNode() || amount.isNull() ? BigDecimal.ZERO : amount(amount);
        var named = data.path("currency_code").asText("").strip().toUpperCase(Locale.ROOT);
        var currency = named.isEmpty() ? settings.currency() : named;
        if (!currency.matches("[A-Z]{3}")) {
            throw invalid(at("/currency_code"), "A currency has three letters, such as EUR.");
        }
        return conversion("purchase", value, value.signum() == 0 ? "" : currency, receivedAt);
    }

    private Conversion conversion(String type, BigDecimal value, String currency, Instant receivedAt) {
        return new Conversion(id(), subject(), type, occurredAt(receivedAt), value, currency);
    }

    /** Older batches know no id of an event; batch and place are as good. */
    private String id() {
        for (var name : new String[] {"event_id", "source_message_id"}) {
            var id = text(data.path(name), at("/" + name));
            if (id.isPresent()) {
                return id.get();
            }
        }
        return text(batch.path("batch_id"), batchAt + "/batch_id")
                .map(id -> id + "-" + number)
                .orElseThrow(() -> invalid(at("/event_id"), "An event needs an id."));
    }

    private SubjectKeys subject() {
        var theirs = batch.path("user_identities");
        var ours = new LinkedHashMap<String, String>();
        text(theirs.path(Identities.CUSTOMER_ID), batchAt + "/user_identities/customer_id")
                .ifPresent(id -> ours.put(settings.customerIdNamespace(), id));
        text(theirs.path(Identities.EMAIL), batchAt + "/user_identities/email")
                .ifPresent(address -> ours.put("email", address));
        text(theirs.path(Identities.MOBILE_NUMBER), batchAt + "/user_identities/mobile_number")
                .ifPresent(phone -> ours.put("phone", phone));
        text(batch.path(Identities.MPID), batchAt + "/mpid").ifPresent(id -> ours.put(Identities.MPID, id));
        if (ours.isEmpty()) {
            throw invalid(batchAt + "/user_identities", "A batch says whose it is.");
        }
        return new SubjectKeys("", ours);
    }

    private Instant occurredAt(Instant receivedAt) {
        var moment = data.path("timestamp_unixtime_ms");
        if (moment.isMissingNode() || moment.isNull()) {
            moment = batch.path("timestamp_unixtime_ms");
        }
        if (moment.isMissingNode() || moment.isNull()) {
            return receivedAt;
        }
        var text = moment.asText("");
        if (!text.matches("[0-9]{1,15}")) {
            throw invalid(at("/timestamp_unixtime_ms"), "A moment is milliseconds since 1970.");
        }
        return Instant.ofEpochMilli(Long.parseLong(text));
    }

    private BigDecimal amount(JsonNode amount) {
        if (amount.isNumber()) {
            var number = amount.decimalValue();
            if (Math.abs((long) number.scale()) <= MOST_DIGITS
                    && (long) number.precision() - number.scale() <= MOST_DIGITS) {
                return number;
            }
        }
        throw invalid(
                at("/product_action/total_amount"),
                "An amount is a number of at most 18 digits before and after the point.");
    }

    /** As this product writes types: lower-case words with dots. */
    private static String word(String name) {
        var word = name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "_")
                .replaceAll("^_+|_+$", "");
        return word.isEmpty() ? "event" : word;
    }

    private static Optional<String> text(JsonNode node, String at) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if ((!node.isTextual() && !node.isIntegralNumber()) || node.asText().length() > LONGEST_TEXT) {
            throw invalid(at, "This is a text of at most " + LONGEST_TEXT + " characters.");
        }
        return Optional.of(node.asText().strip()).filter(text -> !text.isEmpty());
    }

    private String at(String member) {
        return batchAt + "/events/" + number + "/data" + member;
    }

    static ConnectorException invalid(String at, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(at));
    }
}
