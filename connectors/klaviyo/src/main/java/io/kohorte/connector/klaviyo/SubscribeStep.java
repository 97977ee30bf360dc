// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Consent;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.Optional;

/**
 * Subscribes people to e-mail marketing who agreed to it, where an audience asks for this. A list with double opt-in asks
 * them once more by e-mail; otherwise they are subscribed at once, also those whom Klaviyo had suppressed.
 */
record SubscribeStep(KlaviyoApi api, List<Person> people, Optional<String> list) implements Step {

    /** Profiles that a request takes. */
    static final int PROFILES = 1_000;

    /**
     * Someone who agreed, and whose row it is.
     *
     * @param profile id of the profile to subscribe; without it Klaviyo looks for the address, and creates who is missing
     */
    record Person(int row, String email, Optional<String> profile) {}

    SubscribeStep {
        people = List.copyOf(people);
    }

    /** Whether this person said yes to e-mails; the answer about the channel counts more than the one about the purpose. */
    static boolean agreed(Consent consent) {
        return consent.answer("email").or(() -> consent.answer("marketing")).orElse(false)
                && !consent.refused("marketing");
    }

    @Override
    public List<WireRequest> shown() {
        return List.of(call().shown());
    }

    @Override
    public void run(Progress progress) {
        api.accepted(call());
    }

    private HttpCall call() {
        var job = JsonApi.resource("profile-subscription-bulk-create-job");
        var attributes = job.putObject("attributes").put("custom_source", "Kohorte");
        var profiles = attributes.putObject("profiles").putArray("data");
        for (var person : people) {
            var profile = profiles.addObject().put("type", "profile");
            person.profile().ifPresent(id -> profile.put("id", id));
            var subscribed = profile.putObject("attributes").put("email", person.email());
            subscribed
                    .putObject("subscriptions")
                    .putObject("email")
                    .putObject("marketing")
                    .put("consent", "SUBSCRIBED");
        }
        list.ifPresent(
                id -> job.putObject("relationships").putObject("list").set("data", JsonApi.reference("list", id)));
        var body = Json.mapper().createObjectNode();
        body.set("data", job);
        return api.post("/api/profile-subscription-bulk-create-jobs", body)
                .rows(people.stream().map(Person::row).toList())
                .idempotent()
                .build();
    }
}
