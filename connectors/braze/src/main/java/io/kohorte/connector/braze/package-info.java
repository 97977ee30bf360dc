// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Braze: a custom attribute marks the members of an audience, sent with {@code /users/track}. {@link
 * io.kohorte.connector.braze.BrazeAudiences} plans and sends, {@link io.kohorte.connector.braze.TrackAnswer} reads the
 * answer, {@link io.kohorte.connector.braze.BrazeFeedback} is the way back.
 */
@NullMarked
package io.kohorte.connector.braze;

import org.jspecify.annotations.NullMarked;
