// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures that others found in public experiments. */
class PublishedEffectsTest {

    @Test
    void mensFashionByMail() {
        Hillstrom mails = Hillstrom.read();
        Effect visit = Effect.ofRates(mails.outcomes(Hillstrom.MENS, "visit"), mails.heldOut("visit"))
                .orElseThrow();
        Effect spend = Effect.ofMeans(mails.outcomes(Hillstrom.MENS, "spend"), mails.heldOut("spend"))
                .orElseThrow();
        assertInterval(visit, .0766, .0700, .0832, 4);
        assertInterval(spend, .770, .485, 1.055, 3);
        assertThat(visit.isSignificant()).isTrue();
        assertThat(visit.more()).isZero();
    }

    @Test
    void womensFashionByMail() {
        Hillstrom mails = Hillstrom.read();
        Effect visit = Effect.ofRates(mails.outcomes(Hillstrom.WOMENS, "visit"), mails.heldOut("visit"))
                .orElseThrow();
        Effect spend = Effect.ofMeans(mails.outcomes(Hillstrom.WOMENS, "spend"), mails.heldOut("spend"))
                .orElseThrow();
        assertInterval(visit, .0452, .0389, .0516, 4);
        assertInterval(spend, .424, .169, .680, 3);
    }

    @Test
    void aGateInAGameThatWasNotDrawnAsSaid() throws IOException {
        List<String[]> players = Files.readAllLines(SharedData.find("cookie-cats/cookie_cats.csv")).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        Moments early = stayed(players, "gate_30");
        Moments late = stayed(players, "gate_40");

        Effect effect = Effect.ofRates(early, late).orElseThrow();
        SampleRatio ratio = SampleRatio.of(early.people(), late.people(), .5);

        assertThat(early.mean()).isCloseTo(.1902, within(.00005));
        assertThat(late.mean()).isCloseTo(.1820, within(.00005));
        assertThat(effect.pValue()).isCloseTo(.0016, within(.00005));
        assertThat(early.people()).isEqualTo(44_700);
        assertThat(late.people()).isEqualTo(45_489);
        assertThat(ratio.pValue()).isCloseTo(.009, within(.0005));
        assertThat(ratio.alarm()).isTrue();
    }

    private static Moments stayed(List<String[]> players, String gate) {
        return Moments.of(players.stream()
                .filter(player -> player[1].equals(gate))
                .mapToDouble(player -> player[4].equals("TRUE") ? 1 : 0)
                .toArray());
    }

    private static void assertInterval(Effect effect, double value, double low, double high, int digits) {
        double rounding = .5001 * Math.pow(10, -digits);
        assertThat(effect.difference().value()).isCloseTo(value, within(rounding));
        assertThat(effect.difference().low()).isCloseTo(low, within(rounding));
        assertThat(effect.difference().high()).isCloseTo(high, within(rounding));
    }
}
