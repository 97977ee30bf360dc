// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Member;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the vendors have against the segments, person by person and field by field, and the application against what it
 * was told. Finds nothing when all is well.
 */
final class Judge {

    private final Arena arena;
    private final Api api;
    private final List<String> findings = new ArrayList<>();

    Judge(Arena arena) {
        this.arena = arena;
        this.api = arena.nodes().api();
    }

    /** A member as the segment shows them. */
    private record Shown(Map<String, String> identifiers, Map<String, String> fields) {}

    List<String> findings() throws SQLException {
        arena.vendors().forEach(vendor -> findings.addAll(vendor.witness().findings()));
        arena.vendors().stream()
                .filter(vendor -> vendor.forged() > 0)
                .forEach(vendor -> findings.add(vendor.name() + " saw messages with a wrong signature"));
        Map<Long, Map<String, Shown>> segments = new HashMap<>();
        arena.installation().segments().values().forEach(id -> segments.put(id, shown(id)));
        Kept kept = Kept.in(arena.postgres());
        arena.people().number(kept.numbers());
        told(kept, segments);
        for (Installation.Sync sync : arena.installation().syncs()) {
            delivered(sync, segments, kept);
        }
        return findings;
    }

    private Map<String, Shown> shown(long segment) {
        Map<String, Shown> members = new TreeMap<>();
        api.each("segments/" + segment + "/members", item -> {
            Map<String, String> identifiers = texts(item.path("identities"));
            Map<String, String> fields = texts(item.path("traits"));
            fields.keySet().retainAll(Set.of("city", "tier"));
            members.put(item.path("profile").asText(), new Shown(identifiers, fields));
        });
        return members;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private void delivered(Installation.Sync sync, Map<Long, Map<String, Shown>> segments, Kept kept) {
        Map<String, Shown> members = new TreeMap<>();
        sync.segments().forEach(segment -> members.putAll(segments.get(segment)));
        Map<String, Member> there = sync.vendor().members(sync.audience());
        Map<String, String> reasons = reasons(sync);
        Set<String> known = new HashSet<>();
        members.forEach((profile, member) -> {
            boolean wanted = member.identifiers().containsKey("email")
                    && !kept.suppressed().contains(profile)
                    && (sync.purpose().isEmpty() || kept.consented().contains(profile));
            String name =
                    sync.vendor().knowsAddresses() ? member.identifiers().getOrDefault("email", "nobody") : profile;
            Member theirs = there.get(name);
            known.add(name);
            if (!wanted && theirs != null && !isHeldThere(reasons.get(profile))) {
                findings.add(sync.name() + ": " + profile + " is there and must not be");
            } else if (wanted && theirs == null && !reasons.containsKey(profile)) {
                if (sync.holdout() > 0 && !sync.vendor().witness().everSaw(sync.audience(), profile)) {
                    arena.lots().note(sync, profile, true).ifPresent(findings::add);
                } else {
                    findings.add(sync.name() + ": " + profile + " is missing, and no reason is on record");
                }
            } else if (wanted && theirs != null && !reasons.containsKey(profile)) {
                compare(sync, profile, member, theirs);
                arena.lots().note(sync, profile, false).ifPresent(findings::add);
            }
        });
        there.forEach((name, theirs) -> {
            if (!known.contains(name) && !isHeldThere(reasons.get(theirs.profile()))) {
                findings.add(sync.name() + ": " + theirs.profile() + " is there and not in the segment, as " + name);
            }
        });
        arena.lots().unfair(sync).ifPresent(findings::add);
        idle(sync);
    }

    /** Whoever is skipped is not sent, which is a reason to be missing and none to be there; a refusal may be one to stay. */
    private static boolean isHeldThere(@Nullable String reason) {
        return reason != null && !reason.startsWith("skipped");
    }

    private void compare(Installation.Sync sync, String profile, Shown member, Member theirs) {
        if (!member.fields().equals(theirs.fields())
                || !Objects.equals(
                        member.identifiers().get("email"), theirs.identifiers().get("email"))
                || !Objects.equals(
                        member.identifiers().get("user_id"),
                        theirs.identifiers().get("user_id"))) {
            findings.add("%s: %s is %s and there %s %s"
                    .formatted(sync.name(), profile, member, theirs.identifiers(), theirs.fields()));
        }
    }

    /** By profile; none of them may only be due, now that nothing is in the way any more. */
    private Map<String, String> reasons(Installation.Sync sync) {
        Map<String, String> reasons = new HashMap<>();
        api.each("syncs/" + sync.id() + "/rejected", item -> {
            String why = item.path("state").asText() + " " + item.path("code").asText();
            reasons.put(item.path("profile").asText(), why);
            if (item.path("due").asBoolean() && item.path("state").asText().equals("rejected")) {
                findings.add(sync.name() + ": " + item.path("profile").asText() + " is " + why + " and still due");
            }
        });
        return reasons;
    }

    /** What the application itself believes: nothing is left to do. */
    private void idle(Installation.Sync sync) {
        JsonNode plan = api.post("syncs/" + sync.id() + ":dry-run");
        if (plan.path("added").asLong()
                        + plan.path("changed").asLong()
                        + plan.path("removed").asLong()
                > 0) {
            findings.add(sync.name() + ": after its last run it would still send " + plan.path("added") + " + "
                    + plan.path("changed") + " + " + plan.path("removed"));
        }
    }

    /** What was confirmed to us is kept, whatever happened to the process that confirmed it. */
    private void told(Kept kept, Map<Long, Map<String, Shown>> segments) {
        for (Person person : arena.people().present()) {
            String profile = kept.numbers().getOrDefault(person.userId, "nobody");
            expect(
                    person,
                    "lives and buys",
                    person.city + " " + person.tier,
                    kept.described().getOrDefault(profile, "nowhere"));
            expect(
                    person,
                    "has the address",
                    person.email.orElse("none"),
                    kept.addresses().getOrDefault(profile, "none"));
            expect(person, "consented", person.marketing, kept.consented().contains(profile));
            expect(person, "is suppressed", person.suppressed, kept.suppressed().contains(profile));
            for (String list : People.LISTS) {
                boolean listed =
                        segments.get(arena.installation().segment(list)).containsKey(profile);
                expect(person, "is in list " + list, person.lists.contains(list), listed);
            }
        }
    }

    private void expect(Person person, String what, Object told, Object kept) {
        if (!told.equals(kept)) {
            findings.add("%s %s: we said %s, kept is %s".formatted(person, what, told, kept));
        }
    }
}
