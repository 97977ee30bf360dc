// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

/** What the catalogue of traits says about a trait's values. */
public enum TraitType {
    TEXT,
    NUMBER,
    FLAG,
    TIME
}
