// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.feature.Wording;

/** The data do not allow what was asked for; the sentence says what is needed. */
public final class LearningRefused extends RuntimeException {
    private final String code;
    private final Wording sentence;

    public LearningRefused(String code, Wording sentence) {
        super(sentence.en());
        this.code = code;
        this.sentence = sentence;
    }

    public String code() {
        return code;
    }

    public Wording sentence() {
        return sentence;
    }
}
