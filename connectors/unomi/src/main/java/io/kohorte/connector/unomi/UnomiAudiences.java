// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.util.List;

/** Audiences as segments on a property that marks members, or as lists. */
final class UnomiAudiences implements AudienceWriter {

    private final UnomiSettings settings;
    private final UnomiApi api;

    UnomiAudiences(UnomiSettings settings, UnomiApi api) {
        this.settings = settings;
        this.api = api;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = AudienceOptions.of(spec);
        switch (options.marks()) {
            case PROPERTY -> {
                if (options.segment()) {
                    ensure("/segments", options, segment(spec, options));
                }
            }
            case LIST -> ensure("/lists", options, list(spec, options));
            case NOTHING -> {
                // nothing is to be there
            }
        }
        return new RemoteAudience(spec, options.remoteId());
    }

    /** What is there is left as it is: somebody may have refined its condition. Unomi answers 204 for what is not there. */
    private void ensure(String path, AudienceOptions options, ObjectNode made) {
        var look = api.get(path + "/" + UnomiApi.segment(options.remoteId()));
        var found = api.send(look);
        if (found.successful() && found.hasBody()) {
            if (!found.json().at("/metadata/id").asText().equals(options.remoteId())) {
                throw found.badResponse("with something else than was asked for");
            }
            return;
        }
        if (!found.successful() && found.status() != 404) {
            throw UnomiApi.STATUSES.refusal(look, found);
        }
        if (!options.ours()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.AUDIENCE_GONE, "There is no segment or list with the id in the settings."));
        }
        api.expect(api.post(path, made, List.of()));
    }

    private ObjectNode segment(AudienceSpec spec, AudienceOptions options) {
        var segment = Json.mapper().createObjectNode();
        metadata(segment, spec, options);
        segment.set(
                "condition",
                Conditions.property(
                        "profilePropertyCondition",
                        "properties." + options.property(),
                        "equals",
                        "propertyValueBoolean",
                        BooleanNode.TRUE));
        return segment;
    }

    private ObjectNode list(AudienceSpec spec, AudienceOptions options) {
        var list = Json.mapper()
                .createObjectNode()
                .put("itemId", options.remoteId())
                .put("itemType", "userList");
        metadata(list, spec, options);
        return list;
    }

    private void metadata(ObjectNode item, AudienceSpec spec, AudienceOptions options) {
        item.putObject("metadata")
                .put("id", options.remoteId())
                .put("name", spec.name())
                .put("scope", settings.scope())
                .put("description", "Kept by Kohorte: " + spec.key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return new ProfileChanges(settings, api, audience.spec(), batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return new ProfileChanges(settings, api, audience.spec(), batch).write();
    }

    /** What somebody else made stays. */
    @Override
    public void retire(RemoteAudience audience) {
        var options = AudienceOptions.of(audience.spec());
        if (!options.ours() || options.marks() == AudienceOptions.Marks.NOTHING) {
            return;
        }
        if (options.marks() == AudienceOptions.Marks.PROPERTY && !options.segment()) {
            return;
        }
        var path = options.marks() == AudienceOptions.Marks.LIST ? "/lists/" : "/segments/";
        var call = api.delete(path + UnomiApi.segment(options.remoteId()), List.of());
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw UnomiApi.STATUSES.refusal(call, answer);
        }
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return new Erasure(settings, api).erase(subjects);
    }
}
