// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.event.EventFact;
import io.kohorte.core.event.EventKey;
import io.kohorte.core.event.Observation;
import io.kohorte.core.platform.YesOrNo;
import io.kohorte.core.profile.EmailForm;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.StorableText;
import io.kohorte.core.profile.TraitType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a row into an observation, or says why not. Every value that will be stored is checked here. */
final class RowReading {

    /** What a row came to. */
    sealed interface Result {

        /** A row that says something about somebody. */
        record Usable(Observation observation) implements Result {}

        /** A row that is stopped. */
        record Refused(InvalidReason reason, @Nullable String column) implements Result {}
    }

    /** Ends the reading of a row; no stack trace, as there may be millions. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Result.Refused refused;

        Stop(InvalidReason reason, @Nullable String column) {
            super(reason.name(), null, false, false);
            this.refused = new Result.Refused(reason, column);
        }
    }

    private static final int LONGEST_VALUE = 32_768;
    private static final int LONGEST_NAME = 200;
    private static final double LARGEST_NUMBER = 1e15;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** Namespaces in the order in which they decide who a row is about. */
    static final Comparator<String> STRONGEST_FIRST =
            Comparator.comparing(Identity::strength).thenComparing(Comparator.naturalOrder());

    /** A column that becomes a value of a name. */
    private record Use(String name, int place, String column, TraitType type, @Nullable DateFormat format) {}

    private final long source;
    private final Instant now;
    private final @Nullable EventMapping event;
    private final boolean commaIsDecimal;
    private final DateFormat dates;
    private final DateFormat iso;
    private final List<Use> identities;
    private final List<Use> traits;
    private final List<Use> consents;
    private final List<Use> properties;
    private final Map<String, Integer> places;
    private final Map<String, Long> droppedIdentifiers = new TreeMap<>();
    private final Map<String, Long> doubtfulAddresses = new TreeMap<>();

    /**
     * @param known types of traits in the catalogue; others take that of their column
     * @param now the moment of rows that tell no event
     */
    RowReading(long source, Mapping mapping, List<ColumnProfile> columns, Map<String, TraitType> known, Instant now) {
        this.source = source;
        this.now = now;
        this.event = mapping.event();
        this.commaIsDecimal = mapping.options().commaIsDecimal();
        this.dates = DateFormat.of(
                event == null ? null : event.atFormat(), mapping.options().timeZone());
        this.iso = DateFormat.of(null, mapping.options().timeZone());
        this.places = new HashMap<>();
        columns.forEach(
                column -> places.put(column.column().name(), column.column().place()));
        this.identities = uses(mapping.identities(), columns, Map.of(), mapping).stream()
                .sorted(Comparator.comparing(Use::name, STRONGEST_FIRST))
                .toList();
        this.traits = uses(mapping.traits(), columns, known, mapping);
        this.consents = uses(mapping.consents(), columns, Map.of(), mapping);
        this.properties = event == null ? List.of() : uses(event.properties(), columns, Map.of(), mapping);
    }

    private List<Use> uses(
            Map<String, String> mapped, List<ColumnProfile> columns, Map<String, TraitType> known, Mapping mapping) {
        List<Use> uses = new ArrayList<>();
        mapped.forEach((name, column) -> {
            ColumnProfile profile = columns.get(places.getOrDefault(column, -1));
            TraitType type = known.getOrDefault(name, profile.type());
            DateFormat format = profile.format()
                    .map(text -> DateFormat.of(text, mapping.options().timeZone()))
                    .orElse(null);
            uses.add(new Use(name, profile.column().place(), column, type, format));
        });
        return uses;
    }

    /**
     * @param content hash of the row's content
     * @param occurrence which of the equal rows of its file this is, from 1
     */
    Result read(List<@Nullable String> row, String content, long occurrence) {
        try {
            List<Identity> who = identities(row);
            ObjectNode said = values(traits, row);
            Map<String, Boolean> allowed = consents(row);
            EventFact fact = event == null ? null : event(event, row);
            return new Result.Usable(new Observation(
                    source,
                    key(row, content, occurrence),
                    Link.told(who, "import"),
                    said,
                    allowed,
                    fact == null ? now : fact.at(),
                    fact));
        } catch (Stop stop) {
            return stop.refused;
        }
    }

    /** Namespace → how many identifiers were left out of rows that had another one. */
    Map<String, Long> droppedIdentifiers() {
        return droppedIdentifiers;
    }

    /** Column → how many e-mail addresses were taken that no mail server would take. */
    Map<String, Long> doubtfulAddresses() {
        return doubtfulAddresses;
    }

    /** Whether a row names nobody at all. */
    boolean namesNobody(List<@Nullable String> row) {
        return identities.stream().allMatch(use -> isBlank(row.get(use.place())));
    }

    /** The number in a column of the event, if the column is mapped and holds one. */
    Optional<Double> number(@Nullable String column, List<@Nullable String> row) {
        String text = column == null ? null : row.get(places.getOrDefault(column, -1));
        return text == null || text.isBlank() ? Optional.empty() : parse(text.strip());
    }

    private Optional<UUID> key(List<@Nullable String> row, String content, long occurrence) throws Stop {
        if (event == null) {
            return Optional.empty();
        }
        if (event.messageId() == null) {
            return Optional.of(EventKey.ofRow(source, content.getBytes(StandardCharsets.US_ASCII), occurrence));
        }
        String id = text(event.messageId(), row);
        if (id == null || id.isBlank()) {
            throw new Stop(InvalidReason.MESSAGE_ID_MISSING, event.messageId());
        }
        return Optional.of(EventKey.ofMessage(source, id));
    }

    private List<Identity> identities(List<@Nullable String> row) throws Stop {
        List<Identity> found = new ArrayList<>();
        String malformed = null;
        for (Use use : identities) {
            String raw = row.get(use.place());
            if (isBlank(raw)) {
                continue;
            }
            Optional<Identity> identity = Identity.of(use.name(), raw);
            if (identity.isPresent()) {
                found.add(identity.get());
                doubt(use.column(), identity.get());
            } else {
                malformed = use.column();
            }
        }
        if (!found.isEmpty()) {
            if (malformed != null) {
                droppedIdentifiers.merge(malformed, 1L, Long::sum);
            }
            return found;
        }
        throw malformed == null
                ? new Stop(InvalidReason.IDENTIFIER_MISSING, identities.get(0).column())
                : new Stop(InvalidReason.IDENTIFIER_INVALID, malformed);
    }

    private void doubt(String column, Identity identity) {
        if (identity.namespace().equals(Identity.EMAIL)
                && !EmailForm.of(identity.value()).isForMail()) {
            doubtfulAddresses.merge(column, 1L, Long::sum);
        }
    }

    private Map<String, Boolean> consents(List<@Nullable String> row) throws Stop {
        Map<String, Boolean> allowed = new HashMap<>();
        for (Use use : consents) {
            String raw = row.get(use.place());
            if (isBlank(raw)) {
                continue;
            }
            Boolean granted = YesOrNo.of(raw).orElse(null);
            if (granted == null) {
                throw new Stop(InvalidReason.CONSENT_INVALID, use.column());
            }
            allowed.put(use.name(), granted);
        }
        return allowed;
    }

    private EventFact event(EventMapping mapped, List<@Nullable String> row) throws Stop {
        Instant at = moment(mapped.at(), row);
        Double quantity = required(mapped.quantity(), row);
        Double price = required(mapped.unitPrice(), row);
        Double money = required(mapped.amount(), row);
        if (quantity != null && quantity == 0) {
            throw new Stop(InvalidReason.QUANTITY_ZERO, mapped.quantity());
        }
        if (price != null && price <= 0) {
            throw new Stop(InvalidReason.PRICE_NOT_POSITIVE, mapped.unitPrice());
        }
        boolean refund = quantity != null ? quantity < 0 : money != null && money < 0;
        Double amount = price != null ? Double.valueOf(times(quantity == null ? 1 : quantity, price)) : money;
        if (refund && amount != null) {
            amount = -Math.abs(amount);
        }
        String name = mapped.name().constant() != null
                ? mapped.name().constant()
                : text(mapped.name().column(), row);
        if (refund && mapped.refund() != null) {
            name = mapped.refund();
        }
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new Stop(InvalidReason.EVENT_NAME_INVALID, mapped.name().column());
        }
        return new EventFact(
                name.strip(),
                at,
                text(mapped.orderRef(), row),
                text(mapped.item(), row),
                text(mapped.category(), row),
                quantity,
                amount,
                values(properties, row));
    }

    private Instant moment(String column, List<@Nullable String> row) throws Stop {
        String text = text(column, row);
        if (isBlank(text)) {
            throw new Stop(InvalidReason.DATE_MISSING, column);
        }
        Instant at = dates.read(text.strip()).orElseThrow(() -> new Stop(InvalidReason.DATE_INVALID, column));
        if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
            throw new Stop(InvalidReason.DATE_OUT_OF_RANGE, column);
        }
        return at;
    }

    private ObjectNode values(List<Use> uses, List<@Nullable String> row) throws Stop {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Use use : uses) {
            String text = row.get(use.place());
            if (text != null) {
                values.set(use.name(), value(use, check(text, use.column())));
            }
        }
        return values;
    }

    /** A value that is not of its trait's type stays the text it is. */
    private JsonNode value(Use use, String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Optional<? extends JsonNode> typed =
                switch (use.type()) {
                    case NUMBER -> parse(text.strip()).map(number -> exact(number, text.strip()));
                    case FLAG -> YesOrNo.of(text).map(json::booleanNode);
                    case TIME -> moment(use, text.strip()).map(json::textNode);
                    case TEXT -> Optional.empty();
                };
        return typed.isPresent() ? typed.get() : json.textNode(text);
    }

    private @Nullable String text(@Nullable String column, List<@Nullable String> row) throws Stop {
        String text = column == null ? null : row.get(places.getOrDefault(column, -1));
        return text == null ? null : check(text, column);
    }

    private static String check(String text, @Nullable String column) throws Stop {
        if (text.length() > LONGEST_VALUE) {
            throw new Stop(InvalidReason.VALUE_TOO_LONG, column);
        }
        if (!StorableText.isStorable(text)) {
            throw new Stop(InvalidReason.VALUE_UNSTORABLE, column);
        }
        return text;
    }

    private @Nullable Double required(@Nullable String column, List<@Nullable String> row) throws Stop {
        String text = text(column, row);
        if (isBlank(text)) {
            return null;
        }
        return parse(text.strip()).orElseThrow(() -> new Stop(InvalidReason.NUMBER_INVALID, column));
    }

    private Optional<Double> parse(String text) {
        if (text.length() > 40 || text.chars().anyMatch(c -> !(c >= '0' && c <= '9') && "+-.,eE".indexOf(c) < 0)) {
            return Optional.empty();
        }
        try {
            double number =
                    Double.parseDouble(commaIsDecimal ? text.replace(".", "").replace(',', '.') : text);
            return Math.abs(number) <= LARGEST_NUMBER ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** In ISO 8601; a date alone stays a date. */
    private Optional<String> moment(Use use, String text) {
        if (use.format() == null && text.length() == "2026-03-01".length()) {
            return Optional.of(text);
        }
        return (use.format() == null ? iso : use.format()).read(text).map(Instant::toString);
    }

    /** As written, unless an exponent could make it thousands of digits long. */
    private JsonNode exact(double number, String text) {
        String plain = commaIsDecimal ? text.replace(".", "").replace(',', '.') : text;
        return plain.indexOf('e') < 0 && plain.indexOf('E') < 0
                ? JsonNodeFactory.instance.numberNode(new BigDecimal(plain))
                : JsonNodeFactory.instance.numberNode(number);
    }

    /** In decimal: 3 × 1.10 is 3.30. */
    private static double times(double quantity, double price) {
        return BigDecimal.valueOf(quantity).multiply(BigDecimal.valueOf(price)).doubleValue();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
