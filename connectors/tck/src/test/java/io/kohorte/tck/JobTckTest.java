// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit finds what connectors with jobs, snapshots and figures of campaigns do wrong, and what differs from what was reviewed. */
final class JobTckTest {

    @Test
    void a_sound_connector_with_jobs_passes() {
        assertThat(failedWith(JobFlaw.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GIVES_UP_WAITING                       | waits_for_a_job_that_never_finishes
                    TAKES_A_LOST_JOB_FOR_DONE              | says_that_a_job_is_not_known_any_more
                    TAKES_A_FAILED_JOB_FOR_DONE            | takes_nobody_for_added_by_a_job_that_failed
                    REMEMBERS_JOBS_IN_MEMORY               | looks_after_a_job_that_another_process_started
                    PUTS_PEOPLE_INTO_TICKETS               | keeps_people_and_secrets_out_of_tickets
                    NEVER_ENDS_A_SNAPSHOT                  | ends_a_snapshot_with_its_last_part
                    SENDS_NOTHING_FOR_NOBODY               | empties_an_audience_by_a_snapshot_of_nobody
                    TELLS_OF_OTHER_DAYS                    | tells_figures_of_campaigns_or_refuses_to
                    TAKES_A_PAGE_FOR_NO_FIGURES            | names_what_goes_wrong_while_reading_figures
                    SENDS_SOMETHING_ELSE_THAN_WAS_REVIEWED | sends_what_is_written_down
                    """)
    void a_flaw_fails_the_test_that_is_about_it(JobFlaw flaw, String test) {
        assertThat(failedWith(flaw)).contains(test).hasSizeLessThan(4);
    }

    private static Set<String> failedWith(JobFlaw flaw) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Sample.class))
                .configurationParameter("flaw", flaw.name())
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(JobTckTest::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String method(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }

    static final class Sample extends JobSampleContract {
        Sample(JobFlaw flaw) {
            super(flaw);
        }
    }
}
