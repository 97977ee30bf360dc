// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one watcher of a run is told: every change, and now and then that there was none. */
final class RunEvents {

    /** Proxies take a connection on which nothing comes for dead, most after a minute: looks, twice a second. */
    static final int SILENT_LOOKS = 30;

    private final Sse sse;
    private @Nullable Run told;
    private int silent;

    RunEvents(Sse sse) {
        this.sse = sse;
    }

    /** @param run as it was found, look by look */
    Optional<OutboundSseEvent> after(Run run) {
        if (!run.equals(told)) {
            told = run;
            silent = 0;
            return Optional.of(sse.newEventBuilder()
                    .name("run")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(Run.class, run)
                    .build());
        }
        silent++;
        if (silent < SILENT_LOOKS) {
            return Optional.empty();
        }
        silent = 0;
        return Optional.of(sse.newEventBuilder().comment("nothing new").build());
    }
}
