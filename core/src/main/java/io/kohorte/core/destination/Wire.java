// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.SyncMode;
import java.util.Arrays;
import java.util.Optional;

/** Reads the contract's words as they are written in the API. */
public final class Wire {

    private Wire() {}

    public static Optional<SyncMode> mode(String text) {
        return Arrays.stream(SyncMode.values())
                .filter(mode -> mode.wire().equals(text))
                .findFirst();
    }

    public static Optional<DeleteBehaviour> deleteBehaviour(String text) {
        return Arrays.stream(DeleteBehaviour.values())
                .filter(behaviour -> behaviour.wire().equals(text))
                .findFirst();
    }
}
