// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;

/** Whether a version was promoted, and why or why not. */
public record Decision(boolean promoted, Wording reason) {
    /** The same of a version that the champion is no rival of, since that was learned for something else. */
    Decision askedOtherwise() {
        return new Decision(
                promoted,
                Numbers.fill(
                        new Wording(
                                "Since the champion was trained, something else is asked, so the two are not compared. %s",
                                "Seit der Champion gelernt hat, ist anderes gefragt, also werden beide nicht verglichen. %s"),
                        reason));
    }
}
