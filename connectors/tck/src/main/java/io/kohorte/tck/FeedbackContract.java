// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversions come back, each once, and only from the one who knows the secret. */
public interface FeedbackContract extends ConnectorUnderTest {

    @Test
    default void pages_through_conversions_or_refuses_to(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            if (!claims(Capability.FEEDBACK_PULL)) {
                assertRefused(
                        Capability.FEEDBACK_PULL,
                        () -> trial.destination.feedback().read(Cursor.START, 10));
                return;
            }
            var cursor = Cursor.START;
            var ids = new HashSet<String>();
            for (var page = 0; page < 20; page++) {
                var read = trial.destination.feedback().read(cursor, 2);
                read.conversions().forEach(conversion -> ids.add(conversion.remoteId()));
                if (!read.more()) {
                    break;
                }
                assertThat(read.next()).as("a cursor moves on while more waits").isNotEqualTo(cursor);
                cursor = read.next();
            }
            assertThat(ids).as("conversions of the fake vendor").isNotEmpty();
            assertThat(trial.destination.feedback().read(Cursor.START, 2).conversions())
                    .as("the same page holds the same conversions")
                    .extracting(Conversion::remoteId)
                    .isSubsetOf(ids);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TOO_MANY_REQUESTS_FOR_SECONDS", "UNAUTHORISED", "PAGE_INSTEAD_OF_DATA", "RESET_AFTER_REQUEST"})
    default void names_what_goes_wrong_while_reading(WireFault fault, FakeVendor vendor) {
        try (var trial = Trial.facing(fault, this, vendor)) {
            if (!claims(Capability.FEEDBACK_PULL)) {
                assertRefused(
                        Capability.FEEDBACK_PULL,
                        () -> trial.destination.feedback().read(Cursor.START, 10));
                return;
            }
            vendor.fail(List.of(fault, fault));
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> trial.destination.feedback().read(Cursor.START, 10));
            assertThat(failure).as("reading fails").isNotNull();
            assertThat(failure.problem().code().kind()).isIn(fault.kinds(true));
        }
    }

    /** A page is read whole or not at all: what it lacks would be lost for ever once the cursor has moved on. */
    @Test
    default void guesses_nothing_that_a_page_lacks(FakeVendor vendor) {
        if (!claims(Capability.FEEDBACK_PULL)) {
            return; // refused, as another test proves
        }
        try (var trial = Trial.open(this, vendor)) {
            vendor.answerSoundly();
            var sound = trial.destination.feedback().read(Cursor.START, 2).conversions();
            var answers = vendor.answers();
            for (var request = 0; request < answers.size(); request++) {
                for (var tampering : Tampering.of(answers.get(request))) {
                    vendor.spoil(request, tampering.answer());
                    assertReadWholeOrNotAtAll(trial, tampering, sound.size());
                }
            }
        }
    }

    private static void assertReadWholeOrNotAtAll(Trial trial, Tampering tampering, int conversions) {
        try {
            var page = trial.destination.feedback().read(Cursor.START, 2);
            assertThat(tampering.hopeless())
                    .as("a page that is %s is read", tampering.name())
                    .isFalse();
            assertThat(page.conversions())
                    .as("conversions of a page %s", tampering.name())
                    .hasSize(conversions)
                    .allSatisfy(conversion -> {
                        assertThat(conversion.remoteId()).isNotBlank();
                        assertThat(conversion.type()).isNotBlank();
                    });
        } catch (ConnectorException refusal) {
            assertThat(refusal.problem().code().kind())
                    .as("kind of problem for a page %s", tampering.name())
                    .isEqualTo(ProblemCode.Kind.BUG);
        } catch (RuntimeException broken) {
            fail("for a page " + tampering.name() + " only a ConnectorException will do, not " + broken, broken);
        }
    }

    @Test
    default void reads_a_cursor_that_is_none_as_a_problem_or_as_the_vendor_does(FakeVendor vendor) {
        if (!claims(Capability.FEEDBACK_PULL)) {
            return; // refused, as another test proves
        }
        try (var trial = Trial.open(this, vendor)) {
            for (var nonsense : List.of("neither place nor time", "|", "2026-99-99T00:00:00Z|x", "-1", "ü\u0000")) {
                var failure = catchThrowable(() -> trial.destination.feedback().read(new Cursor(nonsense), 2));
                if (failure != null) {
                    assertThat(failure)
                            .as("what came of the cursor '%s'", nonsense)
                            .isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                                            refusal.problem().code().kind())
                                    .isEqualTo(ProblemCode.Kind.BUG));
                }
            }
        }
    }

    @Test
    default void takes_a_genuine_call_or_refuses_calls(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            if (claims(Capability.FEEDBACK_PUSH)) {
                var first = trial.destination.feedback().receive(genuine());
                assertThat(first).isNotEmpty();
                assertThat(trial.destination.feedback().receive(genuine())).isEqualTo(first);
                assertThat(vendor.requests())
                        .as("no call goes out for one that comes in")
                        .isEmpty();
            } else {
                var call =
                        new InboundCall("POST", "https://kohorte.example/", Map.of(), new byte[0], Surroundings.START);
                assertRefused(
                        Capability.FEEDBACK_PUSH,
                        () -> trial.destination.feedback().receive(call));
            }
        }
    }

    @Test
    default void refuses_a_forged_call(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            if (claims(Capability.FEEDBACK_PUSH)) {
                var call = genuine();
                var changed = call.body();
                changed[changed.length / 2] ^= 1;
                var late = call.receivedAt().plus(Duration.ofDays(1));
                if (signsCalls()) {
                    assertForged(
                            trial,
                            new InboundCall(call.method(), call.url(), call.headers(), changed, call.receivedAt()));
                } else {
                    assertForged(trial, showingAnotherSecret(call));
                }
                assertForged(
                        trial, new InboundCall(call.method(), call.url(), Map.of(), call.body(), call.receivedAt()));
                if (datesCalls()) {
                    assertForged(trial, new InboundCall(call.method(), call.url(), call.headers(), call.body(), late));
                }
            }
        }
    }

    /** Where nothing is signed a secret is shown, in a header or in the query: here it is nearly ours. */
    private static InboundCall showingAnotherSecret(InboundCall call) {
        var headers = new HashMap<String, List<String>>();
        call.headers()
                .forEach((name, values) -> headers.put(
                        name, values.stream().map(value -> value + "x").toList()));
        var url = call.url().replaceAll("=([^&]*)", "=$1x");
        return new InboundCall(call.method(), url, headers, call.body(), call.receivedAt());
    }

    private static void assertForged(Trial trial, InboundCall call) {
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> trial.destination.feedback().receive(call));
        assertThat(refusal).as("a forged call is refused").isNotNull();
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    private InboundCall genuine() {
        return inboundConversion("conversion-1", Surroundings.START)
                .orElseThrow(() -> new AssertionError("who claims FEEDBACK_PUSH owes a genuine call"));
    }

    private void assertRefused(Capability capability, ThrowingCallable deed) {
        var refusal = catchThrowableOfType(UnsupportedCapabilityException.class, deed);
        assertThat(refusal)
                .as("%s is not claimed, so it is refused", capability)
                .isNotNull();
        if (claims(Capability.FEEDBACK_PULL) || claims(Capability.FEEDBACK_PUSH)) {
            assertThat(refusal.capability()).isEqualTo(capability);
        }
    }
}
