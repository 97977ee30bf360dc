// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the open shop to a test, and a fresh page of a browser on it. Shop and browser are opened once for all tests and
 * closed after the last of a process: processes that run tests side by side have one each.
 */
final class InOpenShop implements ParameterResolver {

    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(InOpenShop.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == OpenShop.class || type == Page.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store forAll = context.getRoot().getStore(HERE);
        OpenShop shop = forAll.computeIfAbsent(OpenShop.class, key -> opened(), OpenShop.class);
        if (parameter.getParameter().getType() == OpenShop.class) {
            return shop;
        }
        Chromium chromium = forAll.computeIfAbsent(Chromium.class, key -> Chromium.launched(), Chromium.class);
        return context.getStore(HERE)
                .computeIfAbsent(Visit.class, key -> new Visit(chromium.context(shop)), Visit.class)
                .context()
                .newPage();
    }

    /** One person's browser; what it remembers ends with the test. */
    private record Visit(BrowserContext context) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    private static OpenShop opened() {
        try {
            return OpenShop.opened();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
