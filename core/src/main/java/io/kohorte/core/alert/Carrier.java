// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.List;
import java.util.Set;

/** Carries notices over one kind of route. */
interface Carrier {

    RouteKind kind();

    /** Names of all settings, none of which may be missing. */
    Set<String> settings();

    /** Those that are never shown. */
    Set<String> secrets();

    /**
     * What is wrong with settings that are all there, without asking anyone.
     *
     * @throws io.kohorte.core.platform.problem.ProblemException when this installation has no way to send
     */
    List<FieldError> check(ObjectNode settings);

    /**
     * Sends once.
     *
     * @param settings that were checked
     * @throws Undelivered when it was not taken, or nobody knows
     */
    void send(ObjectNode settings, Language language, Notice notice) throws Undelivered;
}
