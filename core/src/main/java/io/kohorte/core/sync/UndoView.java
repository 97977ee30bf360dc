// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.UndoPreview;
import java.util.List;

/**
 * What undoing a run would do, as the API shows it.
 *
 * @param effect who would be removed and added again, with the requests
 * @param changed members whose new data stays
 * @param overtaken members that a later run touched: they stay as that left them
 */
record UndoView(DryRunView effect, long changed, long overtaken, List<Integer> overtakenSample) {

    static UndoView of(UndoPreview preview) {
        return new UndoView(
                DryRunView.of(preview.effect(), null),
                preview.changed(),
                preview.overtaken(),
                preview.overtakenSample());
    }
}
