// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.util.Optional;

/** Which events count. Events after "as of" never do. */
public sealed interface Window {

    /** All of them. */
    record Ever() implements Window {}

    /** Those after "as of" minus the span. */
    record Last(Span span) implements Window {}

    /** Those between two moments, both included; a missing one leaves that side open. */
    record Between(Optional<Value> from, Optional<Value> to) implements Window {}
}
