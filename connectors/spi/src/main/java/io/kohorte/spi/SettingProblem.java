// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Objects;

/**
 * What is wrong with one setting.
 *
 * @param pointer JSON Pointer (RFC 6901) to the field, for example {@code /clientSecret}; empty for the account as a whole
 * @param problem what is wrong and what to do
 */
public record SettingProblem(String pointer, Problem problem) {

    public SettingProblem {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(problem, "problem");
    }
}
