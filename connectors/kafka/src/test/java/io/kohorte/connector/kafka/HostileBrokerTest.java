// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever listens at the address of a broker may say what they like: it costs neither memory nor much time. */
final class HostileBrokerTest {

    private static final long LITTLE_MEMORY = 32L << 20;

    @ParameterizedTest
    @CsvSource({
        "none, 2000000000, BAD_RESPONSE",
        "none, -1, CONNECTION",
        "plain, 2000000000, BAD_RESPONSE",
        "plain, -1, BAD_RESPONSE",
        "scram-sha-512, 2000000000, BAD_RESPONSE",
        "scram-sha-512, 100000, BAD_RESPONSE"
    })
    void an_answer_of_a_length_that_cannot_be_gets_no_memory(String signIn, int length, ProblemCode code) {
        assertRefused(signIn, ByteBuffer.allocate(4).putInt(length).array(), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "plain"})
    void a_web_server_is_no_broker(String signIn) {
        assertRefused(
                signIn,
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                ProblemCode.BAD_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({"none, CONNECTION", "plain, BAD_RESPONSE"})
    void an_answer_to_something_else_is_none(String signIn, ProblemCode code) {
        assertRefused(
                signIn,
                ByteBuffer.allocate(12).putInt(8).putInt(4711).putInt(-1).array(),
                code);
    }

    @Test
    void silence_ends_at_the_longest_wait() {
        try (var broker = new Speaker(new byte[0])) {
            var before = System.nanoTime();
            assertThat(new KafkaConnector().check(settings(broker, "plain"), Samples.context()))
                    .hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static void assertRefused(String signIn, byte[] said, ProblemCode code) {
        try (var broker = new Speaker(said)) {
            var meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            var before = meter.getCurrentThreadAllocatedBytes();
            var problems = new KafkaConnector().check(settings(broker, signIn), Samples.context());
            assertThat(meter.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE_MEMORY);
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.problem().code()).isEqualTo(code);
                assertThat(problem.pointer()).isEqualTo("/brokers");
            });
        }
    }

    private static Settings settings(Speaker broker, String signIn) {
        return Settings.of(Map.of(
                "brokers",
                "localhost:" + broker.port(),
                "encryption",
                "none",
                "signIn",
                signIn,
                "username",
                "kohorte",
                "password",
                "secret",
                "timeoutSeconds",
                5));
    }

    /** Says the same to everybody who says anything. */
    private static final class Speaker implements AutoCloseable {

        private final ServerSocket door;

        Speaker(byte[] said) {
            try {
                door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var thread = new Thread(() -> speak(said), "hostile broker");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return door.getLocalPort();
        }

        private void speak(byte[] said) {
            while (!door.isClosed()) {
                try (var guest = door.accept()) {
                    var heard = new byte[1024];
                    if (guest.getInputStream().read(heard) > 0) {
                        guest.getOutputStream().write(said);
                        guest.getInputStream().transferTo(OutputStream.nullOutputStream());
                    }
                } catch (IOException gone) {
                    // the guest has left, or the door is closed
                }
            }
        }

        @Override
        public void close() {
            try {
                door.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
