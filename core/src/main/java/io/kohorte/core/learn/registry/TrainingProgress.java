// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.Runs;

/** Tells those who watch a run how far its training has come. */
record TrainingProgress(Runs runs, RunId run) implements Progress {

    /** @param found what a search tried so far */
    private record Searching(long done, long total, String phase, Object found) {}

    @Override
    public void reached(String phase, long done, long total) {
        runs.progress(run, new io.kohorte.core.run.Progress(done, total, phase));
    }

    @Override
    public void found(String phase, long done, long total, Object soFar) {
        runs.progress(run, new Searching(done, total, phase, soFar));
    }
}
