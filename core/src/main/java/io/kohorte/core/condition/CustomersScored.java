// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/** Some customers have other scores since a commit just now; the replica brings who they are. */
public record CustomersScored() {}
