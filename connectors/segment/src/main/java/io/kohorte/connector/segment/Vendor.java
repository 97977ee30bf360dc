// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What tells the two vendors of the protocol apart. Neither says what became of a single event. */
enum Vendor {
    /** https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api */
    SEGMENT("Segment", 500_000, 2_500, 300, false) {
        @Override
        boolean took(HttpAnswer answer) {
            return answer.json().path("success").isBoolean()
                    && answer.json().path("success").booleanValue();
        }

        @Override
        void consent(JsonGenerator json, Map<String, Boolean> categories) throws IOException {
            json.writeObjectFieldStart("consent");
            json.writeObjectFieldStart("categoryPreferences");
            for (var category : categories.entrySet()) {
                Json.write(json, category.getKey(), FieldValue.of(category.getValue()));
            }
            json.writeEndObject();
            json.writeEndObject();
        }

        /** As Segment's own audiences do, so that its other destinations map them by themselves. */
        @Override
        void audience(JsonGenerator json, String id, String key) throws IOException {
            json.writeObjectFieldStart("personas");
            json.writeStringField("computation_class", "audience");
            Json.text(json, "computation_id", id);
            Json.text(json, "computation_key", key);
            json.writeEndObject();
        }
    },

    /** https://www.rudderstack.com/docs/api/http-api/ and the gateway's source; it answers the text {@code OK}. */
    RUDDERSTACK("RudderStack", 4_000_000, 5_000, Integer.MAX_VALUE, true) {
        /** Its de-duplication is off by default, and two events of one change would be two. */
        @Override
        String marks() {
            return "trait";
        }

        @Override
        boolean took(HttpAnswer answer) {
            return answer.text().replace("\"", "").strip().equalsIgnoreCase("OK");
        }

        /** From memory: the consent management fields of a source of the kind "custom". */
        @Override
        void consent(JsonGenerator json, Map<String, Boolean> categories) throws IOException {
            json.writeObjectFieldStart("consentManagement");
            json.writeStringField("provider", "custom");
            json.writeStringField("resolutionStrategy", "and");
            ids(json, "allowedConsentIds", categories, true);
            ids(json, "deniedConsentIds", categories, false);
            json.writeEndObject();
        }

        private void ids(JsonGenerator json, String name, Map<String, Boolean> categories, boolean allowed)
                throws IOException {
            json.writeArrayFieldStart(name);
            for (var category : categories.entrySet()) {
                if (category.getValue() == allowed) {
                    Json.text(json, category.getKey());
                }
            }
            json.writeEndArray();
        }

        @Override
        void audience(JsonGenerator json, String id, String key) {
            // RudderStack knows no such context
        }
    };

    /** Of one event; Segment drops a larger one without a word, RudderStack advises against it. */
    static final int EVENT_BYTES = 32_768;

    private static final long LONGEST_WAIT_SECONDS = Duration.ofDays(1).toSeconds();

    private final String label;
    private final int requestBytes;
    private final int eventsPerRequest;
    private final int mostTraits;
    private final boolean traitsInContext;

    Vendor(String label, int requestBytes, int eventsPerRequest, int mostTraits, boolean traitsInContext) {
        this.label = label;
        this.requestBytes = requestBytes;
        this.eventsPerRequest = eventsPerRequest;
        this.mostTraits = mostTraits;
        this.traitsInContext = traitsInContext;
    }

    /** As the vendor writes it. */
    String label() {
        return label;
    }

    int requestBytes() {
        return requestBytes;
    }

    int eventsPerRequest() {
        return eventsPerRequest;
    }

    /** Fewer than this many traits are allowed in one event. */
    int mostTraits() {
        return mostTraits;
    }

    /** Whether traits stand in {@code context}, too: some of RudderStack's destinations look there, others beside it. */
    boolean traitsInContext() {
        return traitsInContext;
    }

    /** What marks members where the sync does not say. */
    String marks() {
        return "trait-and-events";
    }

    /** Whether a 2xx answer says that the request was taken. */
    abstract boolean took(HttpAnswer answer);

    /** A member of {@code context}. */
    abstract void consent(JsonGenerator json, Map<String, Boolean> categories) throws IOException;

    /** A member of {@code context}, of events that say who is in an audience. */
    abstract void audience(JsonGenerator json, String id, String key) throws IOException;

    /**
     * What is to be said of the row of a request that was not taken.
     *
     * @throws ConnectorException where that is not about a row
     */
    Outcome refused(HttpCall call, HttpAnswer answer) {
        if (answer.status() == 429) {
            throw new ConnectorException(ErrorTable.STANDARD.problem(call, answer), wait(answer));
        }
        if (answer.status() == 404) {
            throw new ConnectorException(Problem.of(
                            ProblemCode.INVALID_SETTING,
                            label + " takes nothing at this address, or the source is switched off there.")
                    .vendor("404"));
        }
        return ErrorTable.STANDARD.refusedRow(call, answer);
    }

    /** Segment names the seconds to wait in both headers. */
    private static Duration wait(HttpAnswer answer) {
        return answer.retryAfter()
                .or(() -> answer.header("x-ratelimit-reset")
                        .map(String::strip)
                        .filter(text -> text.matches("[0-9]{1,5}"))
                        .map(Long::valueOf)
                        .filter(seconds -> seconds <= LONGEST_WAIT_SECONDS)
                        .map(Duration::ofSeconds))
                .or(() -> answer.untilEpoch("x-ratelimit-reset"))
                .orElse(Duration.ZERO);
    }

    /** RudderStack checks the key before it looks into the batch, so that an empty one is a question without effect. */
    static boolean complainsOfEmptyBatch(HttpAnswer answer) {
        var text = answer.text().toLowerCase(Locale.ROOT);
        return answer.status() == 400 && text.contains("empty") && text.contains("batch");
    }
}
