// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import java.util.List;

/** A condition that cannot be used, with every fault found in it. */
public final class InvalidConditionException extends RuntimeException {

    private final transient List<Fault> faults;

    public InvalidConditionException(List<Fault> faults) {
        super(faults.get(0).pointer() + ": " + faults.get(0).detail());
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
