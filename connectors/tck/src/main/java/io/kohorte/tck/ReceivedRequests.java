// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a fake vendor received, for tests of a connector's own, beside its contract test. */
public final class ReceivedRequests {

    private ReceivedRequests() {}

    /** All of them, oldest first. WireMock keeps the latest first; times of arrival are too coarse to sort by. */
    public static List<LoggedRequest> of(WireMockServer vendor) {
        var requests = new ArrayList<>(
                vendor.getAllServeEvents().stream().map(ServeEvent::getRequest).toList());
        Collections.reverse(requests);
        return List.copyOf(requests);
    }
}
