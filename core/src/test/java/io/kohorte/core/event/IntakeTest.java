// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.event.IntakeResult.Outcome;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.IdentityLimits;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileDatabase;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.TraitFinding;
import io.kohorte.core.profile.Traits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long SHOP = 7;

    private ProfileDatabase database;
    private Intake intake;

    @BeforeEach
    void anEmptyDatabase() throws Exception {
        database = ProfileDatabase.empty();
        intake = new Intake(
                database.source(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new ProfileLedger(IdentityLimits.standard()),
                new Traits(3));
    }

    @Test
    void newPeopleGetDenseNumbersInTheOrderTheyCame() throws Exception {
        intake.take(List.of(order("a", "1"), order("b", "2"), order("a", "3")));
        intake.take(List.of(order("c", "4")));

        assertThat(database.rows(
                        "select i.value, p.number from profile p join identity i on i.profile = p.number order by 2"))
                .containsExactly("a|1", "b|2", "c|3");
        assertThat(database.rows("select profile, count(*) from event group by 1 order by 1"))
                .containsExactly("1|2", "2|1", "3|1");
    }

    @Test
    void aFailedBatchLeavesNoGapInTheNumbers() throws Exception {
        database.run("alter table event add constraint no_bombs check (name <> 'Bomb')");
        assertThatThrownBy(() -> intake.take(List.of(observe("bomb", who("user_id", "lost"), event("Bomb")))))
                .hasMessageContaining("no_bombs");
        intake.take(List.of(order("a", "1")));

        assertThat(database.rows("select number from profile")).containsExactly("1");
    }

    @Test
    void theSameEventTwiceIsOneEvent() throws Exception {
        IntakeResult first = intake.take(List.of(order("a", "1"), order("a", "1")));
        IntakeResult second = intake.take(List.of(order("a", "1"), order("a", "2")));

        assertThat(first.outcomes()).containsExactly(Outcome.ACCEPTED, Outcome.DUPLICATE);
        assertThat(second.outcomes()).containsExactly(Outcome.DUPLICATE, Outcome.ACCEPTED);
        assertThat(second.profiles()).containsExactly(1, 1);
        assertThat(database.count("event")).isEqualTo(2);
    }

    @Test
    void identifyMergesTheAnonymousIntoTheKnownAndTheLowerNumberWins() throws Exception {
        intake.take(List.of(observe("1", who("anonymous_id", "cookie"), event("Page Viewed"))));
        intake.take(List.of(order("a", "2")));
        IntakeResult result = intake.take(List.of(identify("3", who("user_id", "a"), who("anonymous_id", "cookie"))));

        assertThat(database.rows("select namespace, profile from identity order by 1"))
                .containsExactly("anonymous_id|1", "user_id|1");
        assertThat(database.rows("select name, profile, recorded_for from event order by 1"))
                .containsExactly("Order Completed|1|2", "Page Viewed|1|null");
        assertThat(database.rows("select loser, winner, cause from profile_merge"))
                .containsExactly("2|1|identify");
        assertThat(database.rows("select number, merged_into from profile order by 1"))
                .containsExactly("1|null", "2|1");
        assertThat(result.touched().toArray()).containsExactly(1, 2);
    }

    @Test
    void theWinnersTraitsWinAndTheLosersFillTheGaps() throws Exception {
        intake.take(List.of(said("1", who("anonymous_id", "cookie"), "{'country':'AT','plan':'free'}")));
        intake.take(List.of(said("2", who("user_id", "a"), "{'country':'DE','age':40}")));
        intake.take(List.of(identify("3", who("user_id", "a"), who("anonymous_id", "cookie"))));

        assertThat(database.one("select traits from profile where merged_into is null"))
                .isEqualTo("{\"age\": 40, \"plan\": \"free\", \"country\": \"AT\"}");
        assertThat(database.one("select detail -> 'traits' ->> 'country' from profile_merge"))
                .isEqualTo("DE");
    }

    @Test
    void twoAccountsOnOneDeviceStayTwoPeopleAndTheRefusalIsRecorded() throws Exception {
        intake.take(List.of(identify("1", who("user_id", "ann"), who("anonymous_id", "tablet"))));
        intake.take(List.of(identify("2", who("user_id", "bob"), who("anonymous_id", "tablet"))));

        assertThat(database.rows("select value, profile from identity order by 1"))
                .containsExactly("ann|1", "bob|2", "tablet|1");
        assertThat(database.rows("select profile, other, value, limited, cause from merge_refusal"))
                .containsExactly("2|1|tablet|user_id|identify");
    }

    @Test
    void aSixthDeviceGetsAProfileOfItsOwn() throws Exception {
        for (int device = 1; device <= 6; device++) {
            intake.take(List.of(identify("" + device, who("user_id", "ann"), who("anonymous_id", "device" + device))));
        }

        assertThat(database.rows("select profile, count(*) from identity group by 1 order by 1"))
                .containsExactly("1|6", "2|1");
        assertThat(database.rows("select profile, other, value from merge_refusal"))
                .containsExactly("1|2|device6");
    }

    @Test
    void anAliasStatedOutrightJoinsTwoAccounts() throws Exception {
        intake.take(List.of(order("old", "1"), order("new", "2")));
        Link alias = new Link(
                List.of(who("user_id", "new")),
                List.of(who("user_id", "old"), who("anonymous_id", "old")),
                Link.Strength.STATED,
                "alias");
        intake.take(List.of(observe("3", alias, null, Map.of())));

        assertThat(database.rows("select namespace, value, profile from identity order by 2"))
                .containsExactly("user_id|new|1", "user_id|old|1");
    }

    @Test
    void theFirstValueDecidesATraitsTypeAndOthersAreKeptAndReported() throws Exception {
        intake.take(List.of(said("1", who("user_id", "a"), "{'age':40}")));
        IntakeResult result = intake.take(List.of(said("2", who("user_id", "b"), "{'age':'forty'}")));

        assertThat(result.findings()).containsExactly(new TraitFinding("age", TraitFinding.Kind.OTHER_TYPE, 1));
        assertThat(database.rows("select name, type from trait")).containsExactly("age|number");
        assertThat(database.rows("select traits from profile order by number"))
                .containsExactly("{\"age\": 40}", "{\"age\": \"forty\"}");
    }

    @Test
    void theCatalogueOfTraitsDoesNotGrowWithoutEnd() throws Exception {
        IntakeResult result = intake.take(List.of(said("1", who("user_id", "a"), "{'p':1,'q':1,'r':1,'s':1}")));

        assertThat(result.findings()).containsExactly(new TraitFinding("s", TraitFinding.Kind.CATALOGUE_FULL, 1));
        assertThat(database.one("select traits from profile")).isEqualTo("{\"p\": 1, \"q\": 1, \"r\": 1}");
    }

    @Test
    void theNewerWordOnConsentCounts() throws Exception {
        Link ann = link(who("user_id", "ann"));
        intake.take(List.of(observe("1", ann, null, Map.of("marketing", true, "ads", true))));
        intake.take(List.of(observe("2", ann, null, Map.of("marketing", false))));

        assertThat(database.rows("select purpose, granted from consent order by 1"))
                .containsExactly("ads|t", "marketing|f");
    }

    @Test
    void textThatLooksLikeSyntaxComesBackAsItWas() throws Exception {
        String nasty = "\\N \t \n \r '; drop table profile; -- \\ \u2028 😀";
        ObjectNode traits = JsonNodeFactory.instance.objectNode().put("note", nasty);
        intake.take(List.of(
                new Observation(SHOP, Optional.empty(), link(who("user_id", "a\\b'c")), traits, Map.of(), NOW, null)));

        assertThat(database.one("select traits ->> 'note' from profile")).isEqualTo(nasty);
        assertThat(database.one("select value from identity")).isEqualTo("a\\b'c");
    }

    @Test
    void manyThreadsIdentifyingTheSamePeopleMakeEachPersonOnce() throws Exception {
        int threads = 6;
        var pool = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            done.add(pool.submit((Callable<Integer>) () -> {
                Random random = new Random(thread);
                for (int round = 0; round < 15; round++) {
                    List<Observation> batch = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        int person = random.nextInt(30);
                        String key = thread + "-" + round + "-" + i;
                        batch.add(
                                random.nextBoolean()
                                        ? identify(key, who("user_id", "u" + person), who("anonymous_id", "c" + person))
                                        : observe(
                                                key,
                                                random.nextBoolean()
                                                        ? who("user_id", "u" + person)
                                                        : who("anonymous_id", "c" + person),
                                                event("Page Viewed")));
                    }
                    intake.take(batch);
                }
                return 15;
            }));
        }
        for (Future<Integer> future : done) {
            assertThat(future.get()).isEqualTo(15);
        }
        pool.shutdown();

        assertThat(
                        database.rows(
                                "select value from identity i where namespace = 'user_id' and not exists (select from identity a "
                                        + "where a.namespace = 'anonymous_id' and a.value = replace(i.value, 'u', 'c') and a.profile = i.profile)"))
                .isEmpty();
        assertThat(database.count("profile"))
                .isEqualTo(Long.parseLong(database.one("select max(number) from profile")));
        assertThat(
                        database.one(
                                "select count(*) from event e join profile p on p.number = e.profile where p.merged_into is not null"))
                .isEqualTo("0");
    }

    @Test
    void twoWritersOfTheSameEventsDoNotBlockEachOther() throws Exception {
        List<Observation> people = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            people.add(order("u" + i, "first" + i));
        }
        intake.take(people);
        var pool = Executors.newFixedThreadPool(4);
        List<Future<IntakeResult>> results = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            List<Observation> batch = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                batch.add(order("u" + i, "second" + i));
            }
            java.util.Collections.shuffle(batch, new Random(t));
            results.add(pool.submit(() -> intake.take(batch)));
        }
        long accepted = 0;
        for (Future<IntakeResult> result : results) {
            accepted += result.get().outcomes().stream()
                    .filter(Outcome.ACCEPTED::equals)
                    .count();
        }
        pool.shutdown();

        assertThat(accepted).isEqualTo(200);
        assertThat(database.count("event")).isEqualTo(400);
    }

    private static Identity who(String namespace, String value) {
        return Identity.of(namespace, value).orElseThrow();
    }

    private static Link link(Identity... identities) {
        return Link.seen(List.of(identities), "identify");
    }

    private static EventFact event(String name) {
        return new EventFact(name, NOW, null, null, null, null, null, JsonNodeFactory.instance.objectNode());
    }

    private static Observation order(String user, String message) {
        return observe(message, who("user_id", user), event(EventFact.ORDER_COMPLETED));
    }

    private static Observation identify(String message, Identity... identities) {
        return observe(message, link(identities), null, Map.of());
    }

    private static Observation observe(String message, Identity who, EventFact event) {
        return observe(message, link(who), event, Map.of());
    }

    private static Observation observe(String message, Link link, EventFact event, Map<String, Boolean> consents) {
        return new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, message)),
                link,
                JsonNodeFactory.instance.objectNode(),
                consents,
                NOW.plusSeconds(message.length() > 3 ? 0 : Integer.parseInt("0" + message.replaceAll("\\D", ""))),
                event);
    }

    private static Observation said(String message, Identity who, String traits) throws Exception {
        ObjectNode node =
                (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper().readTree(traits.replace('\'', '"'));
        return new Observation(
                SHOP, Optional.of(EventKey.ofMessage(SHOP, message)), link(who), node, Map.of(), NOW, null);
    }
}
