// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** DMP segments of the account, found by our key ({@code sourceSegmentId}), whatever people name them. */
final class Segments {

    /** "After creating a DMP segment, wait 5 seconds for it to become available before adding users." */
    private static final Duration BIRTH = Duration.ofSeconds(5);

    /** For so long a segment that was just made may not be found by its users' address. */
    private static final Duration YOUTH = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Set<String> BROKEN = Set.of("FAILED", "ERROR");

    private final RestApi api;
    private final String platform;
    private final Clock clock;
    private final Births births;

    /** When segments were made in this process. */
    private record Births(Map<String, Instant> moments) {
        Births() {
            this(new ConcurrentHashMap<>());
        }
    }

    /** What destinations of one account share. */
    private record AccountKey(String connector, String account) {}

    Segments(RestApi api, String platform, ConnectorContext context) {
        this.api = api;
        this.platform = platform;
        this.clock = context.clock();
        this.births = context.shared(new AccountKey(LinkedInAdsConnector.ID, api.account()), Births.class, Births::new);
    }

    String ensure(AudienceSpec spec) {
        return spec.options()
                .optionalText("segmentId")
                .map(id -> usable(api.expect(api.get("dmpSegments/" + id).build())))
                .or(() -> find(spec.key()))
                .orElseGet(() -> create(spec));
    }

    Optional<String> find(String key) {
        var page = api.expect(api.get("dmpSegments?q=account&account=" + encoded(api.accountUrn()) + "&sourceSegmentId="
                        + encoded(key) + "&sourcePlatform=" + encoded(platform))
                .build());
        if (!page.path("elements").isArray()) {
            throw BadResponse.of("LinkedIn", "without a list of segments");
        }
        for (var segment : page.path("elements")) {
            if (segment.path("sourceSegmentId").asText(key).equals(key)) {
                return Optional.of(usable(segment));
            }
        }
        return Optional.empty();
    }

    private String create(AudienceSpec spec) {
        var segment = Json.mapper()
                .createObjectNode()
                .put("name", spec.options().text("name", spec.key()))
                .put("sourcePlatform", platform)
                .put("sourceSegmentId", spec.key())
                .put("account", api.accountUrn())
                .put("type", "USER");
        segment.putArray("destinations").addObject().put("destination", "LINKEDIN");
        var answer = api.send(api.post("dmpSegments").json(segment).build());
        var id = number(answer.header("x-linkedin-id")
                .or(() -> answer.header("x-restli-id"))
                .orElse(""));
        births.moments().put(id, clock.instant());
        return id;
    }

    /** @throws ConnectorException {@code UNAVAILABLE} while a segment is too young to take anybody */
    void checkBorn(String id) {
        var age = age(id);
        if (age.compareTo(BIRTH) < 0) {
            throw young(BIRTH.minus(age));
        }
    }

    /** A segment that is not found is gone, unless it was made just now. */
    ConnectorException missing(String id, ConnectorException failure) {
        return age(id).compareTo(YOUTH) < 0 ? young(AGAIN) : failure;
    }

    private Duration age(String id) {
        return Duration.between(births.moments().getOrDefault(id, Instant.EPOCH), clock.instant());
    }

    private static ConnectorException young(Duration wait) {
        return new ConnectorException(
                Problem.of(ProblemCode.UNAVAILABLE, "LinkedIn is still making the new segment."), wait);
    }

    /** A segment that people chose is theirs and stays. One that is gone already is what we want. */
    void delete(RemoteAudience audience) {
        if (audience.spec().options().optionalText("segmentId").isPresent()) {
            return;
        }
        try {
            api.send(api.delete("dmpSegments/" + audience.remoteId())
                    .idempotent()
                    .build());
        } catch (ConnectorException failure) {
            if (failure.problem().code() != ProblemCode.AUDIENCE_GONE) {
                throw failure;
            }
        }
    }

    private static String usable(JsonNode segment) {
        for (var destination : segment.path("destinations")) {
            if (BROKEN.contains(destination.path("status").asText())) {
                throw new ConnectorException(Problem.of(
                                ProblemCode.AUDIENCE_GONE,
                                "LinkedIn could not build this segment: delete it there, and a new one is made.")
                        .vendor(destination.path("status").asText()));
            }
        }
        return number(segment.path("id").asText());
    }

    private static String number(String id) {
        if (id.isEmpty() || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw BadResponse.of("LinkedIn", "without the id of a segment");
        }
        return id;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
