// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.ModelId;

/** The champion stayed, but scored customers anew and some have another score now. Fired after commit, never together with {@link ModelPromoted}. */
public record ScoresChanged(ModelId model, long customers) {}
