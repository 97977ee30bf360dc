// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.toolkit.identity.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** How the sample vendor signs: over the body and the day. Good enough to tell a forged call. */
final class SampleSignature {

    private SampleSignature() {}

    static String of(byte[] body, Instant at) {
        return Hash.SHA256_HEX.of("shared" + at.toString().substring(0, 10) + new String(body, StandardCharsets.UTF_8));
    }
}
