// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.ApiProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Changes people and lists over REST while everything goes on. Where an answer gets lost, nobody knows whether the change
 * was made: it is written down, and {@link #makeUp} says it again once things are quiet. One thread at a time.
 */
final class Editor {

    private static final int CROWD = 40;

    private final People people;
    private final Installation installation;
    private final Calls calls;
    private final Withdrawals withdrawals;

    private final Set<Person> untold = new LinkedHashSet<>();
    private final Set<Person> unasked = new LinkedHashSet<>();
    private final Set<Person> unmarked = new LinkedHashSet<>();
    private final Set<String> lists = new LinkedHashSet<>();
    private final List<List<Person>> joined = new ArrayList<>();

    Editor(People people, Installation installation, Calls calls, Withdrawals withdrawals) {
        this.people = people;
        this.installation = installation;
        this.calls = calls;
        this.withdrawals = withdrawals;
    }

    /** Some enter a list, others leave it. */
    void rewrite(String list, long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        List<Person> some = people.some(CROWD * 2, random);
        for (Person person : some) {
            if (!person.lists.remove(list)) {
                person.lists.add(list);
            }
        }
        tellList(list, some);
    }

    /** Cities and tiers change. */
    void describe(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        List<Person> some = people.some(CROWD, random);
        for (Person person : some) {
            person.city = People.city(random);
            person.tier = People.tier(random);
        }
        tell(some);
    }

    /** People say no, and more often yes, or after some hundred rounds there would be few to send. */
    void ask(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        for (Person person : people.some(CROWD / 2, random)) {
            people.say(person, random.nextInt(3) > 0);
            ask(person);
        }
    }

    /** People tell another e-mail address, a new one or one they had before. */
    void move(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        List<Person> some = people.some(CROWD / 2, random);
        for (Person person : some) {
            person.moveTo(People.otherAddress(person, random));
        }
        tell(some);
    }

    void suppress(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        for (Person person : people.some(CROWD / 10, random)) {
            person.suppressed = !person.suppressed;
            mark(person);
        }
    }

    /** Two turn out to be one. */
    void join(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        List<Person> pair = people.twoWithNumbers(random, person -> !isPending(person));
        pair.forEach(person -> withdrawals.forget(person.userId));
        pair.get(0).takeIn(pair.get(1));
        alias(pair);
    }

    /** What is not heard yet about one of two could not be said of both. */
    private boolean isPending(Person person) {
        return untold.contains(person) || unasked.contains(person) || unmarked.contains(person);
    }

    /** Somebody new. */
    void arrive(long draw) {
        SplittableRandom random = new SplittableRandom(draw);
        List<Person> arrived = List.of(people.add(random), people.add(random));
        tell(arrived);
        for (Person person : arrived) {
            ask(person);
        }
        People.LISTS.forEach(list -> tellList(list, arrived));
    }

    /**
     * Says again what may not have been heard.
     *
     * @return whether everything is told
     */
    boolean makeUp() {
        List<List<Person>> pairs = List.copyOf(joined);
        joined.clear();
        if (!pairs.isEmpty()) { // who stays gets the lists of the other now, also those they were taken from meanwhile
            lists.addAll(People.LISTS);
        }
        pairs.forEach(this::alias);
        List<Person> again = present(untold);
        untold.clear();
        tell(again);
        again = present(unasked);
        unasked.clear();
        again.forEach(this::ask);
        again = present(unmarked);
        unmarked.clear();
        again.forEach(this::mark);
        List<String> rewritten = List.copyOf(lists);
        lists.clear();
        rewritten.forEach(list -> tellList(list, people.present()));
        return joined.isEmpty() && untold.isEmpty() && unasked.isEmpty() && unmarked.isEmpty() && lists.isEmpty();
    }

    private static List<Person> present(Set<Person> some) {
        return some.stream().filter(person -> !person.gone).toList();
    }

    private void tell(List<Person> some) {
        if (some.isEmpty()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("writeKey", installation.writeKey());
        ArrayNode batch = body.putArray("batch");
        for (Person person : some) {
            ObjectNode traits = batch.addObject()
                    .put("type", "identify")
                    .put("messageId", UUID.randomUUID().toString())
                    .put("userId", person.userId)
                    .putObject("traits");
            traits.put("city", person.city).put("tier", person.tier);
            person.email.ifPresent(email -> traits.put("email", email));
        }
        if (!calls.heard(api -> api.track("batch", body))) {
            untold.addAll(some);
        }
    }

    /** The application takes a word as said when it hears it: said again, it is newer than what others said meanwhile. */
    private void ask(Person person) {
        people.say(person, person.marketing);
        if (person.marketing) {
            withdrawals.consentGiven(person.userId);
        }
        boolean heard = person.marketingSaid % 2 == 0
                ? calls.heard(api -> api.put("consents", word(person)))
                : calls.heard(api -> api.track("identify", wordInPassing(person)));
        if (!heard) {
            unasked.add(person);
        } else if (!person.marketing) {
            withdrawals.consentTakenBack(person.userId);
        }
    }

    private static ObjectNode word(Person person) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("identity").put("namespace", "user_id").put("value", person.userId);
        body.putObject("consents").put(Installation.PURPOSE, person.marketing);
        return body;
    }

    /** As a banner on a page tells it: with what the person does. */
    private ObjectNode wordInPassing(Person person) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("writeKey", installation.writeKey())
                .put("messageId", UUID.randomUUID().toString())
                .put("userId", person.userId);
        body.putObject("context")
                .putObject("consent")
                .putObject("categoryPreferences")
                .put(Installation.PURPOSE, person.marketing);
        return body;
    }

    private void mark(Person person) {
        boolean heard;
        if (person.suppressed) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", "asked for it");
            body.putArray("identities").add(name(person.userId));
            heard = calls.heard(api -> api.post("suppressions", body));
            if (heard) {
                withdrawals.suppressed(person.userId);
            }
        } else {
            withdrawals.released(person.userId);
            heard = calls.heard(api -> {
                person.userIds.forEach(userId -> released(api, name(userId)));
                return NullNode.getInstance();
            });
        }
        if (!heard) {
            unmarked.add(person);
        }
    }

    private static ObjectNode name(String userId) {
        return JsonNodeFactory.instance.objectNode().put("namespace", "user_id").put("value", userId);
    }

    private static void released(Api api, ObjectNode who) {
        try {
            api.delete("suppressions", who);
        } catch (ApiProblem problem) {
            if (problem.status()
                    != 404) { // else it was not suppressed by this name, or an earlier attempt came through
                throw problem;
            }
        }
    }

    private void alias(List<Person> pair) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("writeKey", installation.writeKey())
                .put("messageId", UUID.randomUUID().toString())
                .put("previousId", pair.get(1).userId)
                .put("userId", pair.get(0).userId);
        if (calls.heard(api -> api.track("alias", body))) {
            tell(pair.subList(0, 1)); // of the addresses of two this one counts
        } else {
            joined.add(pair);
        }
    }

    private void tellList(String list, List<Person> some) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode add = body.putArray("add");
        ArrayNode remove = body.putArray("remove");
        for (Person person : some) {
            (person.lists.contains(list) ? add : remove)
                    .addObject()
                    .put("namespace", "user_id")
                    .put("value", person.userId);
        }
        boolean heard = calls.heard(api -> {
            JsonNode answer = api.post("segments/" + installation.segment(list) + "/members", body);
            if (!answer.path("unknown").isEmpty()) {
                throw new IllegalStateException("people whose arrival got lost cannot be listed yet");
            }
            return answer;
        });
        if (!heard) {
            lists.add(list);
        }
    }
}
