// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

/** Everything people read about a feature, in the order it is declared. */
record Words(Wording label, Wording sentence, Wording high, Wording low) {

    static Label label(String en, String de) {
        return new Label(new Wording(en, de));
    }

    /** The first step of a declaration that reads like a dictionary entry. */
    record Label(Wording label) {
        Said says(String en, String de) {
            return new Said(label, new Wording(en, de));
        }
    }

    /** The second step. */
    record Said(Wording label, Wording sentence) {
        High high(String en, String de) {
            return new High(label, sentence, new Wording(en, de));
        }
    }

    /** The third step. */
    record High(Wording label, Wording sentence, Wording high) {
        Words low(String en, String de) {
            return new Words(label, sentence, high, new Wording(en, de));
        }
    }
}
