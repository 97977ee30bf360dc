// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.segmentsync.Opening;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireAnswer;
import java.util.Optional;
import java.util.function.Consumer;

/** The account of a sync, in the engine's terms: secrets that cannot be read are credentials that do not serve. */
final class SyncAccount implements Opening {

    private final Accounts accounts;
    private final DestinationId destination;
    private Optional<Accounts.Opened> latest = Optional.empty();

    SyncAccount(Accounts accounts, DestinationId destination) {
        this.accounts = accounts;
        this.destination = destination;
    }

    @Override
    public Destination open(Consumer<WireAnswer> ear) {
        try {
            var opened = accounts.open(destination, ear);
            latest = Optional.of(opened);
            return opened.destination();
        } catch (ProblemException unreadable) {
            var detail = Optional.ofNullable(unreadable.problem().detail()).orElse("");
            throw new ConnectorException(Problem.of(ProblemCode.CREDENTIALS_REJECTED, detail));
        }
    }

    @Override
    public String withoutSecrets(String text) {
        return latest.orElseThrow().secrets().of(text);
    }
}
