// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;

/** Settings that describe no usable request. */
final class Mistake {

    private Mistake() {}

    /** @param setting name of the setting to mend */
    static ConnectorException in(String setting, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.INVALID_SETTING, sentence).at(setting));
    }
}
