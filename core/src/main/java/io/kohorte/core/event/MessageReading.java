// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.consent.Consents;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.Traits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a message of the tracking API into an observation, or says why not. */
final class MessageReading {

    private static final int LARGEST_MESSAGE = 32 * 1024;
    private static final int LONGEST_NAME = 200;
    private static final int DEEPEST_TRAIT = 4;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** What a message came to. */
    sealed interface Result {

        /** A message that says something about somebody. */
        record Usable(Observation observation) implements Result {}

        /** A message that is not taken. */
        record Refused(MessageProblem problem) implements Result {}
    }

    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final MessageProblem problem;

        Stop(MessageProblem problem) {
            super(problem.name(), null, false, false);
            this.problem = problem;
        }
    }

    private final long source;
    private final Instant receivedAt;
    private final Optional<Instant> batchSentAt;
    private final JsonNode batchContext;
    private final boolean sizeMatters;

    /**
     * @param body the whole request, whose {@code sentAt} and {@code context} count for all its messages
     * @param bytes of the body: a small body holds no large message
     */
    MessageReading(long source, Instant receivedAt, JsonNode body, long bytes) {
        this.source = source;
        this.receivedAt = receivedAt;
        this.batchSentAt = instant(body.path("sentAt"));
        this.batchContext = body.path("context");
        this.sizeMatters = bytes > LARGEST_MESSAGE;
    }

    Result read(JsonNode message, Optional<MessageKind> told) {
        try {
            if (!message.isObject()) {
                throw new Stop(MessageProblem.NOT_AN_OBJECT);
            }
            if (sizeMatters && message.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_MESSAGE) {
                throw new Stop(MessageProblem.TOO_LARGE);
            }
            if (!StorableJson.isStorable(message)) {
                throw new Stop(MessageProblem.VALUE_UNSTORABLE);
            }
            MessageKind kind = told.or(
                            () -> MessageKind.of(text(message.path("type")).orElse("")))
                    .orElseThrow(() -> new Stop(MessageProblem.TYPE_UNKNOWN));
            return new Result.Usable(observation(kind, message));
        } catch (Stop stop) {
            return new Result.Refused(stop.problem);
        }
    }

    private Observation observation(MessageKind kind, JsonNode message) throws Stop {
        Duration age = age(message);
        Instant at = at(message, age);
        if (kind == MessageKind.GROUP && text(message.path("groupId")).isEmpty()) {
            throw new Stop(MessageProblem.GROUP_ID_MISSING);
        }
        Link link =
                switch (kind) {
                    case ALIAS -> alias(message);
                    case IDENTIFY -> Link.told(who(kind, message), kind.wire());
                    case TRACK, PAGE, SCREEN, GROUP -> Link.seen(who(kind, message), kind.wire());
                };
        UUID key = text(message.path("messageId"))
                .map(id -> EventKey.ofMessage(source, id))
                .orElseGet(UUID::randomUUID);
        EventFact event =
                switch (kind) {
                    case TRACK -> Commerce.event(eventName(message), at, object(message.path("properties")));
                    case PAGE -> visit("Page Viewed", at, message);
                    case SCREEN -> visit("Screen Viewed", at, message);
                    case IDENTIFY, ALIAS, GROUP -> null;
                };
        return new Observation(
                source, Optional.of(key), link, traits(kind, message), consents(message), at, age, event);
    }

    private static String eventName(JsonNode message) throws Stop {
        return text(message.path("event"))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
                .orElseThrow(() -> new Stop(MessageProblem.EVENT_NAME_INVALID));
    }

    private static EventFact visit(String event, Instant at, JsonNode message) {
        ObjectNode properties = object(message.path("properties"));
        text(message.path("name")).ifPresent(name -> properties.put("name", name));
        String category = text(message.path("category"))
                .filter(text -> text.length() <= LONGEST_NAME)
                .orElse(null);
        return new EventFact(event, at, null, null, category, null, null, properties);
    }

    private List<Identity> who(MessageKind kind, JsonNode message) throws Stop {
        List<Identity> found = new ArrayList<>();
        add(found, Identity.USER_ID, message.path("userId"));
        add(found, Identity.ANONYMOUS_ID, message.path("anonymousId"));
        if (found.isEmpty()) {
            boolean given = text(message.path("userId")).isPresent()
                    || text(message.path("anonymousId")).isPresent();
            throw new Stop(given ? MessageProblem.IDENTIFIER_INVALID : MessageProblem.IDENTIFIER_MISSING);
        }
        if (kind == MessageKind.IDENTIFY) {
            add(found, Identity.EMAIL, message.path("traits").path("email"));
            add(found, Identity.PHONE, message.path("traits").path("phone"));
        }
        add(
                found,
                Identity.ADVERTISING_ID,
                message.path("context").path("device").path("advertisingId"));
        for (JsonNode external : message.path("context").path("externalIds")) {
            add(found, text(external.path("type")).orElse("").toLowerCase(Locale.ROOT), external.path("id"));
        }
        found.sort(Comparator.comparing(identity -> Identity.strength(identity.namespace())));
        return found.stream().distinct().toList();
    }

    private static Link alias(JsonNode message) throws Stop {
        String previous =
                text(message.path("previousId")).orElseThrow(() -> new Stop(MessageProblem.PREVIOUS_ID_MISSING));
        String next = text(message.path("userId")).orElseThrow(() -> new Stop(MessageProblem.PREVIOUS_ID_MISSING));
        Identity user =
                Identity.of(Identity.USER_ID, next).orElseThrow(() -> new Stop(MessageProblem.IDENTIFIER_INVALID));
        List<Identity> former = new ArrayList<>();
        Identity.of(Identity.USER_ID, previous).ifPresent(former::add);
        Identity.of(Identity.ANONYMOUS_ID, previous).ifPresent(former::add);
        if (former.isEmpty()) {
            throw new Stop(MessageProblem.IDENTIFIER_INVALID);
        }
        return new Link(List.of(user), former, Link.Strength.STATED, MessageKind.ALIAS.wire());
    }

    private static void add(List<Identity> found, String namespace, JsonNode value) {
        text(value).flatMap(raw -> Identity.of(namespace, raw)).ifPresent(found::add);
    }

    private static ObjectNode traits(MessageKind kind, JsonNode message) {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        if (kind == MessageKind.IDENTIFY) {
            flatten("", message.path("traits"), 1, traits);
        }
        if (kind == MessageKind.GROUP) {
            text(message.path("groupId")).ifPresent(group -> traits.put("group_id", group));
            flatten("group.", message.path("traits"), 1, traits);
        }
        return traits;
    }

    /** {@code address.city} from an object inside; what is null says nothing and overwrites nothing. */
    private static void flatten(String prefix, JsonNode said, int depth, ObjectNode traits) {
        said.properties().forEach(trait -> {
            String name = prefix + trait.getKey();
            JsonNode value = trait.getValue();
            if (value.isObject() && depth < DEEPEST_TRAIT) {
                flatten(name + ".", value, depth + 1, traits);
            } else if (!value.isNull() && Traits.isName(name)) {
                traits.set(name, value);
            }
        });
    }

    /** As consent tools send them: {@code context.consent.categoryPreferences}. */
    private Map<String, Boolean> consents(JsonNode message) {
        JsonNode own = message.path("context").path("consent").path("categoryPreferences");
        JsonNode preferences =
                own.isObject() ? own : batchContext.path("consent").path("categoryPreferences");
        Map<String, Boolean> consents = new HashMap<>();
        preferences.properties().forEach(preference -> {
            String purpose =
                    preference.getKey().strip().toLowerCase(Locale.ROOT).replace(' ', '_');
            if (preference.getValue().isBoolean() && Consents.isPurpose(purpose)) {
                consents.put(purpose, preference.getValue().booleanValue());
            }
        });
        return consents;
    }

    private Instant at(JsonNode message, @Nullable Duration age) throws Stop {
        Instant at = age == null ? timestamp(message).orElseThrow() : receivedAt.minus(age);
        if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
            throw new Stop(MessageProblem.TIMESTAMP_INVALID);
        }
        return at;
    }

    /** The client's clock may be wrong: what passed between the event and the sending is right. None where it told no sending. */
    private @Nullable Duration age(JsonNode message) throws Stop {
        Optional<Instant> timestamp = timestamp(message);
        if (timestamp.isEmpty()) {
            return Duration.ZERO;
        }
        return instant(message.path("sentAt"))
                .or(() -> batchSentAt)
                .map(sent -> Duration.between(timestamp.get(), sent))
                .orElse(null);
    }

    private static Optional<Instant> timestamp(JsonNode message) throws Stop {
        JsonNode said = message.hasNonNull("timestamp") ? message.path("timestamp") : message.path("originalTimestamp");
        if (said.isMissingNode() || said.isNull()) {
            return Optional.empty();
        }
        return Optional.of(instant(said).orElseThrow(() -> new Stop(MessageProblem.TIMESTAMP_INVALID)));
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return node.isTextual()
                    ? Optional.of(OffsetDateTime.parse(node.textValue()).toInstant())
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** Ids are often sent as numbers. */
    private static Optional<String> text(JsonNode node) {
        return node.isTextual() || node.isIntegralNumber()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }
}
