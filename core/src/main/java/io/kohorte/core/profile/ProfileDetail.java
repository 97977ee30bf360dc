// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is about a customer.
 *
 * @param mergedFrom numbers of profiles that were found to be the same person
 * @param timeline newest first
 * @param deliveries what was sent about them where, newest first
 */
record ProfileDetail(
        int id,
        JsonNode identities,
        JsonNode traits,
        JsonNode consents,
        Instant createdAt,
        List<Integer> mergedFrom,
        List<TimelineEvent> timeline,
        List<Score> scores,
        List<Delivery> deliveries) {

    ProfileDetail with(List<Delivery> sent) {
        return new ProfileDetail(id, identities, traits, consents, createdAt, mergedFrom, timeline, scores, sent);
    }

    /** Something the customer did. */
    record TimelineEvent(
            Instant at,
            String name,
            @Nullable Double amount,
            @Nullable Double quantity,
            @Nullable String item,
            @Nullable String category,
            @Nullable String orderRef,
            JsonNode properties) {}

    /** What a model says of the customer. */
    record Score(long model, String name, String kind, double value, int version) {}

    /** Something that a destination confirmed. @param state added, changed or removed */
    record Delivery(
            long sync,
            @Nullable String syncName,
            long destination,
            @Nullable String destinationName,
            Instant at,
            String state) {}
}
