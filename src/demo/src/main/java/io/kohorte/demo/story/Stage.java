// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Receiver;
import java.net.URI;
import java.time.Clock;

/**
 * What every act needs.
 *
 * @param secret shared by the destination's settings and the receiver, for both directions
 */
public record Stage(Teller teller, Api api, URI application, Receiver receiver, String secret, Clock clock) {

    @Override
    public String toString() {
        return "stage at " + application;
    }
}
