// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** The connector does not claim this capability, and refuses instead of pretending. */
public final class UnsupportedCapabilityException extends UnsupportedOperationException {

    private static final long serialVersionUID = 1L;

    private final Capability capability;

    public UnsupportedCapabilityException(Capability capability) {
        super("this connector does not support " + capability);
        this.capability = capability;
    }

    public Capability capability() {
        return capability;
    }
}
