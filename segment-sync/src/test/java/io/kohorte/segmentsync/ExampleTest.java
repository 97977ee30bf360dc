// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireAnswer;
import io.kohorte.spi.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** One request and answer per cause, for those who have to mend it: no secret, no stranger, no longer than needed. */
class ExampleTest extends DeliveryFixture {

    private static final Problem NO_SUCH_CITY =
            Problem.of(ProblemCode.FIELD_INVALID, "No such city.").at("city").vendor("E42");
    private static final String HASH = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514";

    private final Talkative vendor = new Talkative();
    private final FakeAudience people = new FakeAudience(vendor);
    private DeliveryEngine delivery = new DeliveryEngine(
            TestDatabase.dataSource(), people, DeliveryPolicy.STANDARD, clock, clock.waiter(), Runnable::run);

    /** Speaks JSON, says something about every row, and puts secrets wherever one could stand. */
    private static class Talkative extends FakeDestination {

        String padding = "";

        @Override
        public Preview preview(RemoteAudience audience, Batch batch) {
            var headers = new LinkedHashMap<String, String>();
            headers.put("content-type", "application/json");
            headers.put("authorization", "Bearer was-not-masked");
            headers.put("webhook-signature", "v1,was-not-masked");
            headers.put("x-customer", "person2@example.com");
            var records = batch.changes().stream()
                    .map(change -> "{\"type\":\"Contact\",\"email\":\""
                            + change.subject().identifiers().get("email")
                            + "\",\"sha\":\"" + HASH + "\",\"city\":\"" + city(change)
                            + "\",\"score\":0.75,\"vip\":true,"
                            + "\"api_key\":\"was-not-masked\",\"note\":\"" + SECRET + padding + "\"}")
                    .collect(Collectors.joining(","));
            var url = "https://fake.example/contacts/person2%40example.com?sig=was-not-masked&v=2";
            var rows = IntStream.range(0, batch.size()).boxed().toList();
            return new Preview(
                    List.of(new WireRequest("POST", url, headers, "{\"records\":[" + records + "]}", rows)), List.of());
        }

        @Override
        public BatchResult write(RemoteAudience audience, Batch batch) {
            ear.accept(new WireAnswer(List.of(), 200, "{\"access_token\":\"was-not-masked\"}"));
            var rows = IntStream.range(0, batch.size()).boxed().toList();
            var answers = batch.changes().stream()
                    .map(change -> refusing.containsKey(profile(change))
                            ? "{\"success\":false,\"errors\":[{\"code\":\"E42\",\"fields\":[\"city\"],\"message\":\""
                                    + city(change) + " is no city\"}]}"
                            : "{\"success\":true,\"id\":\"003-" + profile(change) + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            ear.accept(new WireAnswer(rows, 200, answers));
            return super.write(audience, batch);
        }
    }

    private Run runIt() {
        return delivery.execute(delivery.queue(SYNC, Run.MANUAL, Removals.ASK));
    }

    private RejectedMember example(Sight sight) {
        return delivery.workbench().groups(SYNC, sight).get(0).sample().get(0);
    }

    private void threeOfWhomTheSecondIsRefused() {
        people.with(1, 3, "Ulm");
        people.cities.put(2, "Atlantis");
        vendor.refusing.put(2, NO_SUCH_CITY);
        assertThat(runIt().counts().added()).isEqualTo(new RunCounts.Tally(2, 1));
    }

    @Test
    void whoMaySeePersonalDataSeesTheRowAloneAndWhatWasSaidAboutIt() {
        threeOfWhomTheSecondIsRefused();

        assertThat(example(Sight.WHOLE).request())
                .startsWith("POST https://fake.example/contacts/person2%40example.com?sig=***&v=***\n")
                .contains(
                        "\"email\":\"person2@example.com\"", "\"city\":\"Atlantis\"", "\"score\":0.75", "\"vip\":true")
                .contains("x-customer: person2@example.com", HASH)
                .doesNotContain("person1", "person3", "Ulm");
        assertThat(example(Sight.WHOLE).response())
                .isEqualTo("HTTP 200\n\n{\"success\":false,\"errors\":[{\"code\":\"E42\",\"fields\":[\"city\"],"
                        + "\"message\":\"Atlantis is no city\"}]}");
    }

    @Test
    void everybodyElseSeesTheShapeAndNobody() {
        threeOfWhomTheSecondIsRefused();

        assertThat(example(Sight.MASKED).request())
                .startsWith("POST https://fake.example/contacts/***?sig=***&v=***\n")
                .contains("content-type: application/json", "x-customer: ***")
                .contains(
                        "\"type\":\"Contact\",\"email\":\"***\",\"sha\":\"***\",\"city\":\"***\",\"score\":\"***\",\"vip\":\"***\"")
                .doesNotContain("person", "Atlantis", "0.75", HASH);
        assertThat(example(Sight.MASKED).response())
                .isEqualTo(
                        "HTTP 200\n\n{\"success\":false,\"errors\":[{\"code\":\"E42\",\"fields\":[\"city\"],\"message\":\"***\"}]}");
    }

    @Test
    void secretsAreGoneBeforeAnythingIsWritten() {
        threeOfWhomTheSecondIsRefused();

        assertThat(TestDatabase.text("select request || response from delivery_refusal"))
                .contains("authorization: ***", "webhook-signature: ***", "\"api_key\":\"***\"")
                .doesNotContain("was-not-masked", FakeDestination.SECRET);
    }

    @Test
    void eachCauseHasOneExampleOfTheLatestRun() {
        people.with(1, 30, "Ulm");
        for (int profile = 1; profile <= 20; profile++) {
            vendor.refusing.put(profile, NO_SUCH_CITY.at(profile % 2 == 0 ? "city" : "country"));
        }
        runIt();
        assertThat(delivery.workbench().inExamples()).isEqualTo(RoaringBitmap.bitmapOf(1, 2));
        people.cities.put(8, "Atlantis");
        runIt();

        assertThat(delivery.workbench().groups(SYNC, Sight.WHOLE)).hasSize(2).allSatisfy(group -> {
            assertThat(group.count()).isEqualTo(10);
            assertThat(group.sample())
                    .extracting(row -> row.request().isEmpty())
                    .containsExactly(false, true, true, true, true);
        });
        assertThat(delivery.workbench().members(SYNC, 0, 50, Sight.MASKED))
                .filteredOn(row -> !row.request().isEmpty())
                .extracting(RejectedMember::profile)
                .containsExactly(1, 8);
    }

    @Test
    void exampleIsBoundedAndWhatIsCutOffInsideAValueStaysMasked() {
        vendor.padding = "ä".repeat(10_000);
        threeOfWhomTheSecondIsRefused();

        assertThat(example(Sight.WHOLE).request().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(7 << 10, 8 << 10);
        assertThat(example(Sight.MASKED).request()).doesNotContain("ä");
    }

    @Test
    void answerThatCannotBeToldApartFromThatOfOthersIsReplacedByItsSentence() {
        var chatty = new Talkative() {
            @Override
            public BatchResult write(RemoteAudience audience, Batch batch) {
                var result = super.write(audience, batch);
                ear.accept(new WireAnswer(
                        List.of(0, 1, 2), 200, "person1@example.com is fine, person2@example.com is not"));
                return result;
            }
        };
        chatty.refusing.put(2, NO_SUCH_CITY);
        var three = new FakeAudience(chatty).with(1, 3, "Ulm");
        delivery = new DeliveryEngine(
                TestDatabase.empty(), three, DeliveryPolicy.STANDARD, clock, clock.waiter(), Runnable::run);
        runIt();

        assertThat(example(Sight.WHOLE).response()).isEqualTo("HTTP 200\n\nE42: No such city.");
    }

    @Test
    void exampleGoesWithTheRejection() {
        threeOfWhomTheSecondIsRefused();
        vendor.refusing.clear();
        people.cities.put(2, "Ulm");

        runIt();

        assertThat(TestDatabase.number("select count(*) from delivery_refusal")).isZero();
    }

    @Test
    void exampleGoesWhenItsPersonIsForgottenAndTheRejectionStays() {
        threeOfWhomTheSecondIsRefused();
        assertThat(delivery.workbench().inExamples()).isEqualTo(RoaringBitmap.bitmapOf(2));

        delivery.workbench().forgetExamples(RoaringBitmap.bitmapOf(1, 3));
        assertThat(example(Sight.WHOLE).request()).isNotEmpty();
        delivery.workbench().forgetExamples(RoaringBitmap.bitmapOf(2));

        assertThat(example(Sight.WHOLE)).satisfies(row -> {
            assertThat(row.profile()).isEqualTo(2);
            assertThat(row.request() + row.response()).isEmpty();
        });
        assertThat(delivery.workbench().inExamples()).isEqualTo(new RoaringBitmap());
    }

    @Test
    void exampleGoesAfterAMonth() {
        threeOfWhomTheSecondIsRefused();

        clock.advance(Duration.ofDays(29));
        delivery.workbench().forgetOldExamples();
        assertThat(example(Sight.WHOLE).request()).isNotEmpty();
        clock.advance(Duration.ofDays(2));
        delivery.workbench().forgetOldExamples();

        assertThat(example(Sight.WHOLE).request()).isEmpty();
    }

    @Test
    void marksInWhatOthersWroteUnmaskNothing() {
        people.with(1, 3, "Ulm");
        people.cities.put(2, "Atl\uE002an\uE000tis");
        vendor.refusing.put(2, NO_SUCH_CITY);
        runIt();

        assertThat(example(Sight.MASKED).request()).doesNotContain("an", "tis\"");
        assertThat(example(Sight.WHOLE).request()).contains("Atlantis");
    }

    @Test
    void rowsAreSentAgainByCodeAndField() {
        people.with(1, 4, "Ulm");
        vendor.refusing.put(1, NO_SUCH_CITY);
        vendor.refusing.put(2, NO_SUCH_CITY.at("country"));
        vendor.refusing.put(3, NO_SUCH_CITY.at(""));
        runIt();
        vendor.refusing.clear();
        vendor.received.clear();

        assertThat(delivery.workbench()
                        .retry(
                                SYNC,
                                Optional.of(new RejectedCause("FIELD_INVALID", Optional.of(""))),
                                Optional.empty()))
                .isEqualTo(1);
        runIt();
        assertThat(vendor.profilesReceived()).containsExactly(3);
        delivery.workbench()
                .retry(SYNC, Optional.of(new RejectedCause("FIELD_INVALID", Optional.of("country"))), Optional.empty());
        runIt();
        assertThat(vendor.profilesReceived()).containsExactly(3, 2);
        delivery.workbench()
                .retry(SYNC, Optional.of(new RejectedCause("FIELD_INVALID", Optional.empty())), Optional.empty());
        runIt();
        assertThat(vendor.profilesReceived()).containsExactly(3, 2, 1);
    }
}
