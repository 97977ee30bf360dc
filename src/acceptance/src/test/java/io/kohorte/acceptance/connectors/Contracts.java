// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import io.kohorte.tck.ConnectorUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The contract tests of all connectors, found in the jars that the build makes of them: nobody lists them here. */
final class Contracts {

    private Contracts() {}

    static List<ConnectorUnderTest> all(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root.resolve("connectors"))) {
            URL[] jars = modules.map(module -> module.resolve("target"))
                    .filter(Files::isDirectory)
                    .flatMap(Contracts::jars)
                    .map(Contracts::address)
                    .toArray(URL[]::new);
            URLClassLoader loader = new TestsFirst(jars, Contracts.class.getClassLoader());
            return ServiceLoader.load(ConnectorUnderTest.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparing(Contracts::id))
                    .toList();
        }
    }

    static String id(ConnectorUnderTest contract) {
        return contract.connector().descriptor().id();
    }

    private static Stream<Path> jars(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("kohorte-connector-.*\\.jar"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL address(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A contract test may use what only its connector's package sees, so both come from one loader. */
    private static final class TestsFirst extends URLClassLoader {

        TestsFirst(URL[] jars, ClassLoader parent) {
            super(jars, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("io.kohorte.connector.") && findLoadedClass(name) == null) {
                    return findClass(name);
                }
                return super.loadClass(name, resolve);
            }
        }
    }
}
