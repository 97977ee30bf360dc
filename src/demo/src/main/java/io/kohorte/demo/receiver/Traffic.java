// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

/**
 * What came in so far.
 *
 * @param requests all deliveries, with those refused for their signature
 * @param forged signature missing, wrong or too old
 * @param repeated a message id that had been answered before
 * @param rows changes in messages that were taken in
 * @param refused rows of these that the receiver would not have
 */
public record Traffic(long requests, long forged, long repeated, long rows, long refused) {

    public Traffic since(Traffic earlier) {
        return new Traffic(
                requests - earlier.requests,
                forged - earlier.forged,
                repeated - earlier.repeated,
                rows - earlier.rows,
                refused - earlier.refused);
    }
}
