// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.receiver.Member;
import io.kohorte.demo.story.Deliveries.Sync;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A segment held against what the receiver has, person by person. Reasons are looked up independently of the delivery's own
 * counts: the rejected rows on record, and each person's own data.
 *
 * @param wanted members of the segment
 * @param there members at the receiver
 * @param reasons why members are not there, by reason
 * @param unexplained members that are not there without a reason on record
 * @param foreign at the receiver, though not in the segment
 */
public record Balance(
        String segment,
        int wanted,
        int there,
        Map<String, Integer> reasons,
        Set<String> unexplained,
        Set<String> foreign) {

    /** Whether every difference has a reason. */
    public boolean even() {
        return unexplained.isEmpty() && foreign.isEmpty();
    }

    /**
     * @param audience the receiver's members by profile id
     * @param purpose a member who did not allow it is rightly not there
     */
    public static Balance struck(
            Stage stage,
            Sync sync,
            Set<String> segment,
            Map<String, Member> audience,
            String matchKey,
            Optional<String> purpose) {
        Map<String, String> rejected = new TreeMap<>();
        stage.api()
                .each(
                        "syncs/" + sync.id() + "/rejected",
                        item -> rejected.put(
                                item.path("profile").asText(),
                                item.path("state").asText() + ": "
                                        + item.path("message")
                                                .asText(item.path("code").asText())));
        Map<String, Integer> reasons = new TreeMap<>();
        Set<String> unexplained = new TreeSet<>();
        for (String profile : segment) {
            if (!audience.containsKey(profile)) {
                Optional<String> reason = Optional.ofNullable(rejected.get(profile))
                        .or(() -> ownReason(stage.api().get("profiles/" + profile), matchKey, purpose));
                reason.ifPresentOrElse(text -> reasons.merge(text, 1, Integer::sum), () -> unexplained.add(profile));
            }
        }
        Set<String> foreign = new TreeSet<>(audience.keySet());
        foreign.removeAll(segment);
        return new Balance(sync.segment().name(), segment.size(), audience.size(), reasons, unexplained, foreign);
    }

    private static Optional<String> ownReason(JsonNode profile, String matchKey, Optional<String> purpose) {
        if (purpose.isPresent() && !profile.path("consents").path(purpose.get()).asBoolean(false)) {
            return Optional.of("no consent for " + purpose.get());
        }
        for (JsonNode identity : profile.path("identities")) {
            if (identity.path("namespace").asText().equals(matchKey)) {
                return Optional.empty();
            }
        }
        return Optional.of("no " + matchKey);
    }
}
