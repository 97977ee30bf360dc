// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.Locale;

/** What scores count in, and how what moves one is told. */
enum Scale {
    PROBABILITY(.0005) {
        @Override
        Wording moved(double by) {
            return Numbers.fill(
                    by > 0
                            ? new Wording("This raises the score by %s points.", "Das hebt den Wert um %s Punkte.")
                            : new Wording("This lowers the score by %s points.", "Das senkt den Wert um %s Punkte."),
                    Numbers.exact(Math.abs(100 * by), 1));
        }
    },
    MONEY(.005) {
        @Override
        Wording moved(double by) {
            return Numbers.fill(
                    by > 0
                            ? new Wording(
                                    "This raises the money expected by %s.", "Das hebt den erwarteten Umsatz um %s.")
                            : new Wording(
                                    "This lowers the money expected by %s.", "Das senkt den erwarteten Umsatz um %s."),
                    Numbers.amount(Math.abs(by)));
        }
    },
    /** Of what, whoever made the model knows. */
    NUMBER(0) {
        @Override
        Wording moved(double by) {
            return Numbers.fill(
                    by > 0
                            ? new Wording("This raises the score by %s.", "Das hebt den Wert um %s.")
                            : new Wording("This lowers the score by %s.", "Das senkt den Wert um %s."),
                    Numbers.exact(Math.abs(by), 3));
        }
    };

    /** Below this nothing moves that would be shown. */
    private final double least;

    Scale(double least) {
        this.least = least;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Wording moved(double by);

    /** What it means that a score is moved by so much. */
    Wording told(double by) {
        return Math.abs(by) <= least
                ? new Wording("This makes no difference.", "Das macht keinen Unterschied.")
                : moved(by);
    }
}
