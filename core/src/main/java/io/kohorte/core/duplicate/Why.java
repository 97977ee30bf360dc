// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Scoring.Reason;
import io.kohorte.core.feature.Wording;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The reasons of a pair in a sentence, weightiest first: "same e-mail, birthday nearly the same, first name different". */
final class Why {

    private Why() {}

    static Wording of(List<Reason> reasons) {
        List<Reason> byWeight = reasons.stream()
                .sorted(Comparator.comparingDouble((Reason reason) -> -Math.abs(reason.weight()))
                        .thenComparing(Reason::field))
                .toList();
        return new Wording(said(byWeight, Why::english), said(byWeight, Why::german));
    }

    private static String said(List<Reason> reasons, Function<Reason, String> language) {
        return String.join(", ", reasons.stream().map(language).toList());
    }

    private static String english(Reason reason) {
        return reason.field().label().en()
                + switch (reason.agreement()) {
                    case EXACT -> " the same";
                    case CLOSE -> " nearly the same";
                    case ROUGH -> " alike";
                    case DIFFERENT -> " different";
                    case MISSING -> " unknown";
                };
    }

    private static String german(Reason reason) {
        return reason.field().label().de()
                + switch (reason.agreement()) {
                    case EXACT -> " gleich";
                    case CLOSE -> " fast gleich";
                    case ROUGH -> " ähnlich";
                    case DIFFERENT -> " verschieden";
                    case MISSING -> " unbekannt";
                };
    }
}
