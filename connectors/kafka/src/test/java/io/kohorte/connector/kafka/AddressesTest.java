// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.tck.TestContext;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither the brokers of the settings nor those that a cluster names lead into our network. */
final class AddressesTest {

    private static final TestContext GUARDED = new TestContext(Clock.fixed(Samples.NOW, ZoneOffset.UTC), false);

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "10.1.2.3", "::1", "localhost"})
    void a_private_address_is_no_address(String host) {
        var names = new GuardedNames(GUARDED);
        assertThatThrownBy(() -> names.resolve(host)).isInstanceOf(UnknownHostException.class);
        assertThat(names.refused()).isTrue();
    }

    @Test
    void a_public_address_is_one() throws UnknownHostException {
        var names = new GuardedNames(GUARDED);
        assertThat(names.resolve("93.184.216.34")).hasSize(1);
        assertThat(names.refused()).isFalse();
    }

    /** The broker of the settings is allowed here, and nothing after it: as if it were public. */
    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "localhost"})
    void a_cluster_that_leads_into_our_network_is_not_followed(String advertised) {
        var settings = Settings.of(Map.of(
                "brokers",
                TranslatingBroker.leadingTo(advertised),
                "encryption",
                "none",
                "signIn",
                "none",
                "timeoutSeconds",
                5));
        try (var destination = new KafkaConnector().open(settings, new FirstAddressOnly())) {
            var audience = new RemoteAudience(Samples.audience("marketing.segments"), "marketing.segments");
            var batch = Samples.batch(Samples.change(MemberChange.Kind.ADD, "4711", "hello"));
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().write(audience, batch));
            assertThat(failure).as("what came of it").isNotNull();
            assertThat(failure.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
            assertThat(failure.problem().message()).contains("private address");
        }
    }

    private static final class FirstAddressOnly implements ConnectorContext {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Clock clock() {
            return GUARDED.clock();
        }

        @Override
        public boolean privateAddressesAllowed() {
            return asked.getAndIncrement() == 0;
        }

        @Override
        public String userAgent() {
            return GUARDED.userAgent();
        }
    }
}
