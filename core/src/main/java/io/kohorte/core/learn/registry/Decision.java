// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Wording;

/** Whether a version was promoted, and why or why not. */
public record Decision(boolean promoted, Wording reason) {}
