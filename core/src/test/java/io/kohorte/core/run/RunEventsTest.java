// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class RunEventsTest {

    private final RunEvents events = new RunEvents(new SseImpl());

    @Test
    void everyChangeIsToldOnce() {
        assertThat(told(run(RunState.QUEUED), run(RunState.QUEUED), run(RunState.RUNNING), run(RunState.RUNNING)))
                .extracting(OutboundSseEvent::getName)
                .containsExactly("run", "run");
    }

    @Test
    void whileNothingChangesTheConnectionIsKeptAlive() {
        assertThat(told(run(RunState.RUNNING))).hasSize(1);
        var looks = Collections.nCopies(2 * RunEvents.SILENT_LOOKS, run(RunState.RUNNING));

        assertThat(told(looks.toArray(Run[]::new))).hasSize(2).allSatisfy(event -> {
            assertThat(event.getComment()).isEqualTo("nothing new");
            assertThat(event.getData()).isNull();
        });
    }

    private List<OutboundSseEvent> told(Run... looks) {
        var told = new ArrayList<OutboundSseEvent>();
        for (var look : looks) {
            events.after(look).ifPresent(told::add);
        }
        return told;
    }

    private static Run run(RunState state) {
        return new Run(new RunId(1), RunKind.SYNC, 7, state, "manual", null, null, null, null, null, null, null);
    }
}
