// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

/** A method at work on one set of rows: what costs most is done once, groups are then had in one way after another. */
@FunctionalInterface
interface Fit {

    /** The groups for one setting: how many there shall be, or what else the method leaves open. */
    Grouping at(int setting);
}
