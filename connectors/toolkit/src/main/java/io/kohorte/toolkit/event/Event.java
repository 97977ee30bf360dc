// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.time.Instant;

/**
 * Something that happened, as Standard Webhooks and CloudEvents both see it.
 *
 * @param id the same on every attempt
 * @param type dotted, without a vendor's prefix
 * @param time when it happened; the same on every attempt
 * @param subject what it is about
 * @param data writes one JSON value, the same on every attempt
 */
public record Event(String id, String type, Instant time, String subject, Json.Body data) {

    /** Type of an event that tells how the members of an audience changed. */
    public static final String MEMBERSHIP_CHANGED = "segment.membership.changed";

    /** CloudEvents wants the type to begin with the reversed name of who defined it. */
    public String cloudEventType() {
        return "io.kohorte." + type;
    }

    /** The whole event as CloudEvents 1.0 in JSON, which its bindings call the structured mode. */
    public void structured(JsonGenerator json, String source) throws IOException {
        json.writeStartObject();
        json.writeStringField("specversion", "1.0");
        Json.text(json, "id", id);
        Json.text(json, "source", source);
        json.writeStringField("type", cloudEventType());
        json.writeStringField("time", time.toString());
        Json.text(json, "subject", subject);
        json.writeStringField("datacontenttype", "application/json");
        json.writeFieldName("data");
        data.to(json);
        json.writeEndObject();
    }
}
