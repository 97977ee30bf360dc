// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A destination's address is a way into our network, unless we look where it leads. */
public interface AddressContract extends ConnectorUnderTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1", "https://localhost", "https://[::1]", "http://127.0.0.1"})
    default void refuses_private_addresses_unless_the_operator_allows_them(String host, FakeVendor vendor) {
        try (var trial = Trial.guarded(this, vendor, host + ":" + vendor.port())) {
            var batch = trial.batch(2);
            var audiences = trial.destination.audiences();
            var attempt = trial.attempt(trial.nothing(), () -> audiences.write(audiences.ensure(audience()), batch));
            assertThat(attempt).isInstanceOfSatisfying(Attempt.Failed.class, failed -> assertThat(
                            failed.failure().problem().code())
                    .isEqualTo(ProblemCode.INVALID_SETTING));
            assertThat(vendor.requests()).isEmpty();
            assertThat(vendor.authentications()).isZero();
        }
    }
}
