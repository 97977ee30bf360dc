// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.ModelId;

/** A version became champion, by training, by hand or by rollback, and everybody has its scores. Fired after commit. */
public record ModelPromoted(ModelId model, int version) {}
