// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * mParticle: a user attribute marks the members of an audience, sent as batches without events over the Events API. {@link
 * io.kohorte.connector.mparticle.UserBatches} plans and sends, {@link io.kohorte.connector.mparticle.Erasure} makes data
 * subject requests, {@link io.kohorte.connector.mparticle.WebhookOutput} is the way back.
 */
@NullMarked
package io.kohorte.connector.mparticle;

import org.jspecify.annotations.NullMarked;
