// SPDX-License-Identifier: Apache-2.0
/**
 * The certification kit: what a connector promises, proved on the wire. A connector's test extends {@link
 * io.kohorte.tck.ConnectorContract} and says how its vendor answers; all else is here. What a connector claims is tested,
 * and for what it does not claim its refusal is tested.
 */
@NullMarked
package io.kohorte.tck;

import org.jspecify.annotations.NullMarked;
