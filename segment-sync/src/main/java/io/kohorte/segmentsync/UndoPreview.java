// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.List;

/**
 * What undoing a run would do now. Nothing was sent.
 *
 * @param effect who would be removed and added again; never with a guard, since a person decides with this in hand
 * @param changed members whose new data stays: what they had before is not on record
 * @param overtaken members that entered or left with the run and with a later one: they stay as that left them
 * @param overtakenSample some of their profile numbers, ascending
 */
public record UndoPreview(DryRun effect, long changed, long overtaken, List<Integer> overtakenSample) {}
