// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Loads one connector jar: its own classes and libraries first, whatever versions the application has; the contract
 * ({@code io.kohorte.spi}) and the JDK from the application, since both sides must mean the same types.
 */
final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String CONTRACT = "io.kohorte.spi.";
    private static final String SERVICES = "META-INF/services/";

    PluginClassLoader(URL jar, ClassLoader application) {
        super("plugin " + jar.getPath().substring(jar.getPath().lastIndexOf('/') + 1), new URL[] {jar}, application);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || name.startsWith(CONTRACT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            if (known == null) {
                try {
                    known = findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
            if (resolve) {
                resolveClass(known);
            }
            return known;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        var own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    /** Services of the jar hide those of the application: a provider built for another version of a library is no provider. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        var own = Collections.list(findResources(name));
        var hides = !own.isEmpty() && name.startsWith(SERVICES);
        if (hides || name.startsWith(SERVICES + CONTRACT)) {
            return Collections.enumeration(own);
        }
        own.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(own);
    }
}
