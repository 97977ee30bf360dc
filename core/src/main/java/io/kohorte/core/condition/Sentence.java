// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/** The same words in both languages of the product. */
public record Sentence(String en, String de) {}
