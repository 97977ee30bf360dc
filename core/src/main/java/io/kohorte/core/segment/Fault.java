// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

/**
 * One thing wrong with a condition.
 *
 * @param pointer JSON Pointer to the wrong place
 * @param code stable name of the kind of fault
 * @param detail one plain sentence
 */
public record Fault(String pointer, String code, String detail) {}
