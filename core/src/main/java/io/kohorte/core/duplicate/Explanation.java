// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Field.Bond;
import java.util.Set;

/** Why two people agree, if not by chance. What an explanation does not touch agrees by chance. */
enum Explanation {
    SAME_PERSON(Bond.PERSONAL, Bond.NAME, Bond.FAMILY_NAME, Bond.HOME),
    /** Couples and families would else teach that one person may well have two first names. */
    HOUSEHOLD(Bond.FAMILY_NAME, Bond.HOME),
    /** Their e-mail addresses are made of their names, and so are alike too; they would else teach that one person may well have two birthdays. */
    NAMESAKE(Bond.NAME, Bond.FAMILY_NAME);

    private final boolean personal;
    private final boolean name;
    private final boolean familyName;
    private final boolean home;

    Explanation(Bond... bonds) {
        Set<Bond> own = Set.of(bonds);
        personal = own.contains(Bond.PERSONAL);
        name = own.contains(Bond.NAME);
        familyName = own.contains(Bond.FAMILY_NAME);
        home = own.contains(Bond.HOME);
    }

    boolean touches(Bond bond) {
        return switch (bond) {
            case PERSONAL -> personal;
            case NAME -> name;
            case FAMILY_NAME -> familyName;
            case HOME -> home;
        };
    }

    boolean touches(Field field, Agreement agreement) {
        return touches(field.bond()) || (this == NAMESAKE && field == Field.EMAIL && agreement != Agreement.EXACT);
    }
}
