// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.ProblemCode;
import org.junit.jupiter.api.Test;

/** Settings are tried against the live system, and a problem points at the field to mend. */
public interface CheckContract extends ConnectorUnderTest {

    @Test
    default void finds_nothing_wrong_with_an_account_that_works(FakeVendor vendor) {
        vendor.serve(this);
        assertThat(connector().check(settings(vendor.url(), Trial.UNHURRIED), new Surroundings(true)))
                .isEmpty();
        assertThat(vendor.requests().size() + vendor.authentications())
                .as("the vendor was asked")
                .isPositive();
    }

    @Test
    default void points_at_a_setting_when_the_credentials_are_refused(FakeVendor vendor) {
        vendor.serve(this);
        vendor.failAlways(WireFault.UNAUTHORISED);
        var problems = connector().check(settings(vendor.url(), Trial.UNHURRIED), new Surroundings(true));
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.problem().code().kind()).isEqualTo(ProblemCode.Kind.AUTH);
            assertThat(Schema.of(connector().descriptor().settingsSchema()).properties())
                    .contains(problem.pointer().replaceFirst("^/", ""));
        });
    }

    @Test
    default void says_when_nobody_is_there(FakeVendor vendor) {
        vendor.serve(this);
        assertThat(connector().check(settings(ClosedPort.url(), Trial.UNHURRIED), new Surroundings(true)))
                .isNotEmpty();
        assertThat(vendor.requests()).isEmpty();
    }
}
