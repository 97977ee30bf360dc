// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;

/** Notes, for one call, whether the whole request has left: from then on the destination may have applied it. */
final class Progress extends EventListener {

    private final boolean hasBody;
    private volatile boolean left;

    Progress(boolean hasBody) {
        this.hasBody = hasBody;
    }

    static EventListener of(Call call) {
        var progress = call.request().tag(Progress.class);
        return progress == null ? NONE : progress;
    }

    boolean requestLeft() {
        return left;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        left = !hasBody;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        left = true;
    }

    @Override
    public void requestFailed(Call call, IOException ioe) {
        left = false;
    }
}
