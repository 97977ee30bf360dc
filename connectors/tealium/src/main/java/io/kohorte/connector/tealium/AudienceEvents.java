// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Changes as events. All values are texts; attributes say how things are, not what to add, so that an event that comes
 * twice leaves the visitor as one does. Its {@code event_uuid} is the same on every attempt.
 */
final class AudienceEvents {

    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

    private final TealiumSettings settings;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final Batch batch;

    AudienceEvents(TealiumSettings settings, AudienceSpec spec, Batch batch) {
        this.settings = settings;
        this.spec = spec;
        this.options = AudienceOptions.of(spec);
        this.batch = batch;
    }

    /** Whether the change says anything. */
    boolean saysSomething(MemberChange change) {
        return switch (change.change()) {
            case ADD, UPDATE -> options.marks() || !change.fields().isEmpty();
            case REMOVE ->
                switch (spec.deleteBehaviour()) {
                    case NOTHING, DELETE -> false;
                    case REMOVE_FROM_AUDIENCE -> options.marks();
                    case CLEAR_FIELDS -> options.marks() || !change.fields().isEmpty();
                };
        };
    }

    /** A mapped field that cannot be the name of an event attribute, or is one of Tealium's own. */
    static Optional<String> badName(MemberChange change) {
        return change.fields().keySet().stream()
                .filter(name -> !ATTRIBUTE.matcher(name).matches() || name.startsWith("tealium_"))
                .findFirst();
    }

    /** The body of a request that carries these rows. */
    byte[] body(List<Integer> rows) {
        var body = Json.mapper().createObjectNode();
        var shared = body.putObject("shared")
                .put("tealium_account", settings.account())
                .put("tealium_profile", settings.profile())
                .put("tealium_environment", settings.environment());
        settings.dataSource().ifPresent(key -> shared.put("tealium_datasource", key));
        var events = body.putArray("events");
        rows.forEach(row -> events.add(event(row)));
        return Json.write(body);
    }

    private ObjectNode event(int row) {
        var change = batch.changes().get(row);
        var left = change.change() == MemberChange.Kind.REMOVE;
        var namespace = spec.keyOf(change.subject()).orElseThrow();
        var identity = change.subject().identifier(namespace).orElseThrow().strip();
        var event = Json.mapper().createObjectNode().put("tealium_event", options.event());
        settings.visitorId(namespace, identity).ifPresent(id -> event.put("tealium_visitor_id", id));
        change.fields().forEach((name, value) -> {
            if (!left) {
                event.put(name, text(value));
            } else if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
                event.put(name, "");
            }
        });
        if (!namespace.equals("anonymous_id")) {
            event.put(settings.identityAttribute(namespace), identity);
        }
        if (options.marks()) {
            event.put(options.attribute(), Boolean.toString(!left));
        }
        settings.consentAttributes().forEach((purpose, attribute) -> change.consent()
                .answer(purpose)
                .ifPresent(answer -> event.put(attribute, Boolean.toString(answer))));
        return event.put("kohorte_audience", options.key())
                .put("kohorte_change", kind(change))
                .put("event_uuid", uuid(row));
    }

    private static String kind(MemberChange change) {
        return switch (change.change()) {
            case ADD -> "entered";
            case UPDATE -> "changed";
            case REMOVE -> "left";
        };
    }

    private static String text(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return text.value();
        } else if (value instanceof FieldValue.Numeric number) {
            return number.value().toPlainString();
        } else if (value instanceof FieldValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        return value instanceof FieldValue.Moment moment ? moment.value().toString() : "";
    }

    private String uuid(int row) {
        return UUID.nameUUIDFromBytes((batch.key() + "-" + row).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
