// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

/**
 * Conversions were recorded; fired after the commit.
 *
 * @param count how many new ones, of people we know
 */
public record ConversionRecorded(int count) {}
