// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit finds what it is made to find: a sound connector passes, and each flaw fails the tests that are about it. */
final class TckTest {

    @Test
    void a_sound_connector_passes() {
        var run = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Sample.class))
                .configurationParameter("flaw", Flaw.NONE.name())
                .execute();
        assertThat(run.testEvents().failed().stream().map(TckTest::method)).isEmpty();
        assertThat(run.testEvents().succeeded().count()).isGreaterThan(80);
        assertThat(run.testEvents().skipped().count()
                        + run.testEvents().aborted().count())
                .as("no test is skipped: what is not claimed has a test of its own")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    TELLS_OF_WHO_LEAVES_FOR_NOTHING  | leaves_alone_who_leaves_where_leaving_means_nothing
                    TELLS_NOBODY_WHERE_ALL_ARE_REMOVED | tells_the_vendor_of_who_leaves_whatever_else_leaving_means
                    REMOVES_WHOM_IT_SHALL_DELETE     | deletes_who_leaves_or_refuses_to
                    WRITES_FIELDS_OF_WHO_LEAVES      | writes_no_field_of_who_is_only_removed
                    CLAIMS_FIELDS_AND_KNOWS_NONE     | clears_fields_of_who_leaves_or_refuses_to tells_inserting_from_updating_or_refuses_one
                    DROPS_AN_OUTCOME                 | tells_accepted_rejected_and_postponed_rows_apart accepts_all_that_the_vendor_accepts
                    REORDERS_OUTCOMES                | tells_accepted_rejected_and_postponed_rows_apart
                    PUTS_A_SECRET_IN_AN_EXCEPTION    | tells_of_a_failure_without_secrets_and_people
                    PASSES_ON_WHAT_THE_VENDOR_QUOTES | does_not_pass_on_what_the_vendor_quotes_of_a_person
                    SHOWS_A_SECRET_IN_THE_PREVIEW    | masks_secrets_in_a_preview
                    TRIES_AGAIN_BY_ITSELF            | names_the_fault_and_does_not_try_again
                    FOLLOWS_REDIRECTS                | names_the_fault_and_does_not_try_again
                    SENDS_MORE_THAN_IT_SHOWS         | sends_exactly_what_the_preview_shows
                    SENDS_THE_TIME_IN_THE_BODY       | sends_the_same_when_the_same_batch_comes_again
                    TAKES_SILENCE_FOR_SUCCESS        | a_success_that_names_no_row_is_no_success_unless_the_vendor_works_that_way
                    CALLS_EVERY_FAULT_UNEXPECTED     | names_the_fault_and_does_not_try_again blames_the_row_that_was_refused_alone
                    DENIES_A_LOST_ANSWER             | names_the_fault_and_does_not_try_again
                    FORGETS_HOW_LONG_TO_WAIT         | names_the_fault_and_does_not_try_again
                    CALLS_PRIVATE_ADDRESSES          | refuses_private_addresses_unless_the_operator_allows_them
                    CALLS_SOMEONE_WHEN_OPENED        | opens_without_calling_anyone_and_closes_twice sends_nothing_to_make_a_preview
                    CLAIMS_TO_ERASE_AND_DOES_NOTHING | erases_people_or_refuses_to
                    RETIRES_WITHOUT_A_WORD           | retires_an_audience_or_refuses_to
                    LEAVES_A_SECRET_READABLE         | marks_every_secret_as_write_only
                    BELIEVES_FORGED_CALLS            | refuses_a_forged_call
                    TAKES_NO_PAGE_FOR_THE_LAST       | guesses_nothing_that_a_page_lacks
                    LEAVES_OUT_WHAT_IT_CANNOT_READ   | guesses_nothing_that_a_page_lacks
                    CHOKES_ON_A_CONVERSION           | guesses_nothing_that_a_page_lacks
                    CHOKES_ON_A_CURSOR               | reads_a_cursor_that_is_none_as_a_problem_or_as_the_vendor_does
                    TAKES_ANY_ANSWER_FOR_SUCCESS     | adds_nobody_on_a_guess removes_nobody_on_a_guess
                    THROWS_WHAT_IT_LIKES             | names_the_fault_and_does_not_try_again tells_of_a_failure_without_secrets_and_people
                    SHARES_STATE_BETWEEN_CALLS       | is_written_by_several_threads_at_once
                    """)
    void a_flaw_fails_the_tests_that_are_about_it(Flaw flaw, String tests) {
        var failed = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Sample.class))
                .configurationParameter("flaw", flaw.name())
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(TckTest::method)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(failed).containsAll(words(tests)).hasSizeLessThan(10);
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split(" ")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String method(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }

    static final class Sample extends SampleContract {
        Sample(Flaw flaw) {
            super(flaw);
        }
    }
}
