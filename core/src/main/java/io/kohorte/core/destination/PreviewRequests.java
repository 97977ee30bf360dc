// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.spi.WireRequest;
import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what a connector would send for given rows: nothing goes out, nothing is kept. */
@Singleton
class PreviewRequests {

    private static final String KEY = "preview";

    private final Surroundings surroundings;
    private final Clock clock;
    private final ObjectMapper json;

    PreviewRequests(Surroundings surroundings, Clock clock, ObjectMapper json) {
        this.surroundings = surroundings;
        this.clock = clock;
        this.json = json;
    }

    /**
     * @param audience the connector's audience options, and beside them, where they are no options of its own,
     *     {@code key name mode deleteBehaviour matchKey}
     * @param mapping without it, fields go out by their own names
     */
    record Question(
            @NotNull ObjectNode settings,
            @Nullable ObjectNode audience,
            @Nullable Mapping mapping,
            @NotEmpty @Size(max = 10_000) List<@Valid @NotNull Row> rows) {}

    record Row(
            @NotNull Change change,
            @Nullable Map<String, String> identifiers,
            @Nullable Map<String, JsonNode> fields,
            @Nullable Map<String, Boolean> consent) {}

    enum Change {
        @JsonProperty("add")
        ADD,
        @JsonProperty("update")
        UPDATE,
        @JsonProperty("remove")
        REMOVE
    }

    record Answer(List<WireRequest> requests, List<Refused> refused) {}

    record Refused(int row, String code, String message) {}

    Answer answer(Connector connector, Question question) {
        var audience = new AudienceJson(question.audience() == null ? json.createObjectNode() : question.audience());
        var mapping = Optional.ofNullable(question.mapping());
        check(connector, question, audience, mapping);
        var matchKey = mapping.map(Mapping::matchKey)
                .or(() -> audience.text(connector, "matchKey"))
                .orElseGet(() -> connector.descriptor().identifiers().stream()
                        .findFirst()
                        .orElse("external_id"));
        var changes = changes(question.rows(), mapping);
        try (var destination = connector.factory().open(SettingsJson.settings(question.settings()), surroundings)) {
            return preview(destination, RemoteAudience.planned(audience.spec(connector, matchKey)), changes);
        } catch (ConnectorException e) {
            throw ProblemException.of(
                    422,
                    e.problem().code().name(),
                    e.problem().message(),
                    nextStep(e.problem().code().name()));
        } catch (UnsupportedCapabilityException e) {
            throw ProblemException.of(
                    422,
                    "UNSUPPORTED",
                    "This connector does not support " + e.capability() + ".",
                    "Look at the capabilities of the connector.");
        }
    }

    private static void check(
            Connector connector, Question question, AudienceJson audience, Optional<Mapping> mapping) {
        var errors = new ArrayList<FieldError>();
        errors.addAll(connector.settings().check(SettingsJson.withoutNulls(question.settings()), "/settings"));
        errors.addAll(connector.audience().check(audience.options(connector), "/audience"));
        errors.addAll(audience.check(connector));
        mapping.ifPresent(given -> {
            errors.addAll(given.check("/mapping"));
            errors.addAll(given.checkAgainst(connector.descriptor(), "/mapping"));
        });
        for (var i = 0; i < question.rows().size(); i++) {
            errors.addAll(check(question.rows().get(i), "/rows/" + i));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static List<FieldError> check(Row row, String at) {
        return row.fields() == null
                ? List.of()
                : row.fields().entrySet().stream()
                        .filter(field -> field.getValue().isContainerNode())
                        .map(field -> new FieldError(
                                at + "/fields/" + field.getKey(),
                                "INVALID_VALUE",
                                "A field is a text, a number, true or false, or null."))
                        .toList();
    }

    private Answer preview(Destination destination, RemoteAudience audience, List<MemberChange> changes) {
        var requests = new ArrayList<WireRequest>();
        var refused = new ArrayList<Refused>();
        var most = destination.limits().rowsPerBatch();
        for (var from = 0; from < changes.size(); from += most) {
            var rows = changes.subList(from, Math.min(changes.size(), from + most));
            var preview = destination.audiences().preview(audience, new Batch(KEY, clock.instant(), rows));
            collect(preview, from, requests, refused);
        }
        return new Answer(requests, refused);
    }

    private static void collect(Preview preview, int offset, List<WireRequest> requests, List<Refused> refused) {
        for (var request : preview.requests()) {
            var rows = request.rows().stream().map(row -> row + offset).toList();
            requests.add(new WireRequest(request.method(), request.url(), request.headers(), request.body(), rows));
        }
        for (var refusal : preview.refused()) {
            refused.add(refused(refusal.row() + offset, refusal.outcome()));
        }
    }

    private static Refused refused(int row, Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Refused(
                    row, rejected.problem().code().name(), rejected.problem().message());
        }
        if (outcome instanceof Outcome.Skipped skipped) {
            var code = skipped.reason().name();
            return new Refused(
                    row, code, Explanations.in(Locale.ENGLISH).of(code).sentence());
        }
        throw new IllegalStateException("the connector refuses a row without saying why");
    }

    private static String nextStep(String code) {
        return Explanations.in(Locale.ENGLISH).of(code).nextStep();
    }

    private static List<MemberChange> changes(List<Row> rows, Optional<Mapping> mapping) {
        var recipe = mapping.map(Recipe::of);
        var changes = new ArrayList<MemberChange>();
        for (var row : rows) {
            var identifiers = row.identifiers() == null ? Map.<String, String>of() : withoutNulls(row.identifiers());
            var fields = row.fields() == null ? Map.<String, JsonNode>of() : row.fields();
            changes.add(new MemberChange(
                    MemberChange.Kind.valueOf(row.change().name()),
                    new SubjectKeys("row-" + changes.size(), identifiers),
                    recipe.map(given -> given.fill(source -> lookUp(source, identifiers, fields))
                                    .fields())
                            .orElseGet(() -> asTheyAre(fields)),
                    row.consent() == null ? Consent.NEVER_ASKED : new Consent(withoutNulls(row.consent()))));
        }
        return changes;
    }

    private static Optional<FieldValue> lookUp(
            ValueSource source, Map<String, String> identifiers, Map<String, JsonNode> fields) {
        if (source instanceof ValueSource.Identity identity) {
            return Optional.ofNullable(identifiers.get(identity.namespace())).map(FieldValue::of);
        }
        if (source instanceof ValueSource.Trait trait) {
            return Optional.ofNullable(fields.get(trait.name()))
                    .flatMap(FieldMapping::value)
                    .or(() -> Optional.ofNullable(identifiers.get(trait.name())).map(FieldValue::of));
        }
        var name = source instanceof ValueSource.Score score
                ? "score:" + score.model()
                : "cluster:" + ((ValueSource.Cluster) source).model();
        return Optional.ofNullable(fields.get(name)).flatMap(FieldMapping::value);
    }

    private static Map<String, FieldValue> asTheyAre(Map<String, JsonNode> fields) {
        var values = new LinkedHashMap<String, FieldValue>();
        fields.forEach((name, value) -> FieldMapping.value(value).ifPresent(known -> values.put(name, known)));
        return values;
    }

    private static <T> Map<String, T> withoutNulls(Map<String, T> given) {
        return given.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, LinkedHashMap::new));
    }

    /** The audience of a preview: options of the connector's own, mixed with what every audience has. */
    private record AudienceJson(ObjectNode json) {

        private static final List<String> COMMON = List.of("key", "name", "mode", "deleteBehaviour", "matchKey");

        ObjectNode options(Connector connector) {
            var options = SettingsJson.withoutNulls(json);
            COMMON.stream().filter(name -> !connector.audience().declares(name)).forEach(options::remove);
            return options;
        }

        Optional<String> text(Connector connector, String name) {
            return connector.audience().declares(name)
                    ? Optional.empty()
                    : Optional.ofNullable(json.get(name))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::asText);
        }

        List<FieldError> check(Connector connector) {
            var errors = new ArrayList<FieldError>();
            if (text(connector, "mode").isPresent() && mode(connector).isEmpty()) {
                errors.add(new FieldError("/audience/mode", "UNKNOWN_MODE", "There is no such mode."));
            }
            if (text(connector, "deleteBehaviour").isPresent()
                    && deleteBehaviour(connector).isEmpty()) {
                errors.add(new FieldError(
                        "/audience/deleteBehaviour", "UNKNOWN_DELETE_BEHAVIOUR", "There is no such delete behaviour."));
            }
            return errors;
        }

        AudienceSpec spec(Connector connector, String matchKey) {
            return new AudienceSpec(
                    text(connector, "key").orElse(KEY),
                    text(connector, "name").orElse("Preview"),
                    mode(connector).orElse(SyncMode.MIRROR),
                    deleteBehaviour(connector).orElse(DeleteBehaviour.REMOVE_FROM_AUDIENCE),
                    matchKey,
                    SettingsJson.settings(options(connector)));
        }

        private Optional<SyncMode> mode(Connector connector) {
            return text(connector, "mode").flatMap(Wire::mode);
        }

        private Optional<DeleteBehaviour> deleteBehaviour(Connector connector) {
            return text(connector, "deleteBehaviour").flatMap(Wire::deleteBehaviour);
        }
    }
}
