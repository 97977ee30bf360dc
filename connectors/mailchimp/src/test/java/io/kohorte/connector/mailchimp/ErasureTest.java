// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.mailchimp.FakeMailchimp.LIST;
import static io.kohorte.connector.mailchimp.FakeMailchimp.MAX_HASH;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contacts deleted for good. */
final class ErasureTest {

    private static final String DOC_EXAMPLE = "62eeb292278cc15f5817cb78f7790b08";

    private final FakeMailchimp mailchimp = new FakeMailchimp();

    @AfterEach
    void stop() {
        mailchimp.close();
    }

    @Test
    void each_is_deleted_by_the_hash_and_who_is_not_there_needs_nothing() {
        mailchimp.answer(post(urlPathEqualTo(path(MAX_HASH))), 204, "");
        mailchimp.answer(post(urlPathEqualTo(path(DOC_EXAMPLE))), 404, "{\"title\":\"Resource Not Found\"}");

        var outcomes = erase(
                person("email", " Max.Muster@Example.com"),
                person("phone", "+491701234567"),
                person("email", "urist.mcvankab@freddiesjokes.com"));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Accepted(""),
                        new Outcome.Skipped(SkipReason.NO_IDENTIFIER),
                        new Outcome.Accepted(""));
    }

    @Test
    void a_hash_in_place_of_the_address_is_not_hashed_again() {
        mailchimp.answer(post(urlPathEqualTo(path(DOC_EXAMPLE))), 204, "");
        assertThat(erase(person("email", DOC_EXAMPLE.toUpperCase(Locale.ROOT))))
                .containsExactly(new Outcome.Accepted(""));
    }

    @Test
    void what_was_erased_before_a_failure_stays_erased() {
        mailchimp.answer(post(urlPathEqualTo(path(MAX_HASH))), 204, "");
        mailchimp.answer(post(urlPathEqualTo(path(DOC_EXAMPLE))), 403, "");

        var outcomes =
                erase(person("email", "max.muster@example.com"), person("email", "urist.mcvankab@freddiesjokes.com"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.RATE_LIMITED));
    }

    private List<Outcome> erase(SubjectKeys... subjects) {
        try (var destination = mailchimp.open(Map.of())) {
            return ((BatchResult.Done) destination.audiences().erase(List.of(subjects))).outcomes();
        }
    }

    private static SubjectKeys person(String namespace, String identifier) {
        return new SubjectKeys("p", Map.of(namespace, identifier));
    }

    private static String path(String hash) {
        return LIST + "/members/" + hash + "/actions/delete-permanent";
    }
}
