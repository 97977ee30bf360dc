// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Scoring.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Couples, parents and children, twins: they share a name, an address, a telephone, and are not one person. */
final class Household {

    private Household() {}

    /**
     * Whether people of one household could agree so. They could unless a name of their own or the birthday is wholly the same, and neither is
     * different.
     */
    static boolean mayExplain(List<Reason> reasons) {
        Map<Field, Agreement> known = new EnumMap<>(Field.class);
        reasons.forEach(reason -> known.put(reason.field(), reason.agreement()));
        List<Agreement> own = List.of(
                known.getOrDefault(Field.GIVEN_NAME, known.getOrDefault(Field.FULL_NAME, Agreement.MISSING)),
                known.getOrDefault(Field.BIRTH_DATE, Agreement.MISSING));
        return own.stream().anyMatch(agreement -> agreement == Agreement.DIFFERENT || agreement == Agreement.ROUGH)
                || own.stream().noneMatch(agreement -> agreement == Agreement.EXACT);
    }
}
