// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Operator;
import io.kohorte.core.platform.problem.ProblemException;

/** A comparison that makes no sense for the type of what is compared. */
final class TypeMismatch {

    private TypeMismatch() {}

    /** @param pointer to the leaf of the condition */
    static ProblemException of(String pointer, String what, Operator op) {
        return ProblemException.invalid(
                pointer + (op.takesNothing() ? "/op" : op.takesList() ? "/values" : "/value"),
                "TYPE_MISMATCH",
                what + " cannot be compared with this value by '" + op.json() + "'.",
                "Choose an operator and a value that fit its type.");
    }
}
