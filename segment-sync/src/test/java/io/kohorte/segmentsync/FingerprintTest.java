// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static long of(Map<String, FieldValue> fields) {
        return Fingerprint.of(new SubjectKeys("p1", Map.of("email", "a@b.c")), fields, Consent.NEVER_ASKED);
    }

    @Test
    void staysTheSameInEveryRelease() {
        assertThat(of(Map.of("city", FieldValue.of("Köln"), "n", FieldValue.of(new BigDecimal("1.50")))))
                .isEqualTo(-2076997449459564298L & 0xFFFF_FFFF_FFFFL);
    }

    @Test
    void equalNumbersAreEqualHoweverTheyAreWritten() {
        assertThat(of(Map.of("n", FieldValue.of(new BigDecimal("1.5")))))
                .isEqualTo(of(Map.of("n", FieldValue.of(new BigDecimal("1.500")))));
    }

    @Test
    void kindOfValueMatters() {
        var prints = new HashSet<Long>();
        prints.add(of(Map.of("x", FieldValue.of("true"))));
        prints.add(of(Map.of("x", FieldValue.of(true))));
        prints.add(of(Map.of("x", FieldValue.of(""))));
        prints.add(of(Map.of("x", FieldValue.EMPTY)));
        prints.add(of(Map.of()));
        assertThat(prints).hasSize(5);
    }

    @Test
    void identifiersAndConsentCountTheProfileIdDoesNot() {
        var subject = new SubjectKeys("p1", Map.of("email", "a@b.c"));
        var print = Fingerprint.of(subject, Map.of(), Consent.NEVER_ASKED);

        assertThat(Fingerprint.of(new SubjectKeys("p2", subject.identifiers()), Map.of(), Consent.NEVER_ASKED))
                .isEqualTo(print);
        assertThat(Fingerprint.of(new SubjectKeys("p1", Map.of("email", "b@b.c")), Map.of(), Consent.NEVER_ASKED))
                .isNotEqualTo(print);
        assertThat(Fingerprint.of(subject, Map.of(), new Consent(Map.of("ads", true))))
                .isNotEqualTo(print);
    }

    @Property
    void textThatMovesBetweenFieldsIsAnotherFingerprint(@ForAll String a, @ForAll String b) {
        var moved = of(Map.of("x", FieldValue.of(a + b), "y", FieldValue.of("")));
        var apart = of(Map.of("x", FieldValue.of(a), "y", FieldValue.of(b)));

        assertThat(moved == apart).isEqualTo(b.isEmpty());
    }

    @Property
    void isNeverUnknown(@ForAll String value) {
        assertThat(of(Map.of("x", FieldValue.of(value)))).isNotEqualTo(Fingerprint.UNKNOWN);
    }

    @Test
    void millionNeighboursDoNotCollide() {
        var prints = new HashSet<Long>();
        for (int i = 0; i < 1_000_000; i++) {
            prints.add(of(Map.of("x", FieldValue.of("value-" + i))));
        }
        assertThat(prints).hasSize(1_000_000);
    }
}
