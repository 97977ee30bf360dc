// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.ui;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The interface is one document that finds its pages itself: {@code /segments/7}, opened or reloaded in a browser, gets
 * the document of {@code /}.
 */
@Singleton
final class PageAddresses {

    /** After built files, before the resources, which would answer that there is no such address. */
    private static final int BEFORE_RESOURCES = 1_200;

    private static final List<String> NOT_PAGES = List.of("/api", "/v1", "/q");

    void register(@Observes Router router) {
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_RESOURCES)
                .handler(PageAddresses::answer);
    }

    private static void answer(RoutingContext call) {
        if (isPage(call.normalizedPath())) {
            call.reroute("/");
        } else {
            call.next();
        }
    }

    /** A path outside of API and operations whose last part names no file. */
    static boolean isPage(String path) {
        return !path.equals("/")
                && path.indexOf('.', path.lastIndexOf('/')) < 0
                && NOT_PAGES.stream().noneMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
