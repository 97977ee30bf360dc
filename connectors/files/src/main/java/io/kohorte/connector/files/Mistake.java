// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;

/** Problems that point at the setting to mend. */
final class Mistake {

    private Mistake() {}

    /** @param setting empty text when none is at fault */
    static ConnectorException of(ProblemCode code, String setting, String sentence) {
        return new ConnectorException(Problem.of(code, sentence).at(setting), Duration.ZERO);
    }

    static ConnectorException in(String setting, String sentence) {
        return of(ProblemCode.INVALID_SETTING, setting, sentence);
    }
}
