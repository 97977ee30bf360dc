// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.speech.Phrasebook;
import io.kohorte.spi.ConnectorFactory;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The connectors of this installation: those that came with it, and one per jar in the plug-in folder. A jar that cannot
 * be used is listed with its problem and takes nothing else down. Each brings the German of what it says.
 */
@Startup
@ApplicationScoped
class Connectors {

    private static final Logger LOG = Logger.getLogger(Connectors.class);

    private final TreeMap<String, Connector> installed = new TreeMap<>();
    private final List<BrokenPlugin> broken = new ArrayList<>();
    private final BroughtSentences sentences = new BroughtSentences();
    private final Phrasebook phrasebook;

    Connectors(KohorteConfig config, Phrasebook phrasebook) {
        this.phrasebook = phrasebook;
        var application = ConnectorFactory.class.getClassLoader();
        install("built in", ServiceLoader.load(ConnectorFactory.class, application));
        for (var jar : jars(config.plugins())) {
            installPlugin(jar, application);
        }
        LOG.infof("Connectors: %s", installed.keySet());
    }

    /**
     * A jar in the plug-in folder that cannot be used, or not all of it.
     *
     * @param jar its file name
     */
    record BrokenPlugin(String jar, String code, String message) {}

    Collection<Connector> all() {
        return installed.values();
    }

    List<BrokenPlugin> broken() {
        return List.copyOf(broken);
    }

    Optional<Connector> find(String id) {
        return Optional.ofNullable(installed.get(id));
    }

    Connector require(String id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("connector", id));
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.errorf("The plug-in folder %s cannot be read: %s", folder, e.getMessage());
            return List.of();
        }
    }

    // The loader lives as long as the application: its connector does.
    @SuppressWarnings("resource")
    private void installPlugin(Path jar, ClassLoader application) {
        var name = jar.getFileName().toString();
        try {
            var loader = new PluginClassLoader(jar.toUri().toURL(), application);
            var context = new ContextLoader(loader);
            context.run(() -> {
                var found = new ArrayList<ConnectorFactory>();
                for (var factory : ServiceLoader.load(ConnectorFactory.class, loader)) {
                    found.add(new PluginConnector(factory, context));
                }
                if (found.isEmpty()) {
                    refuse(name, "NO_CONNECTOR", "The jar names no connector in META-INF/services.");
                }
                install(name, found);
            });
        } catch (IOException | ServiceConfigurationError | LinkageError | RuntimeException e) {
            LOG.errorf(e, "The plug-in %s cannot be loaded", name);
            refuse(
                    name,
                    "BROKEN_PLUGIN",
                    "The jar cannot be loaded: " + e.getClass().getSimpleName() + ".");
        }
    }

    private void install(String origin, Iterable<ConnectorFactory> factories) {
        for (var factory : factories) {
            var connector = Connector.of(factory, origin);
            var id = connector.descriptor().id();
            if (installed.putIfAbsent(id, connector) != null) {
                refuse(
                        origin,
                        "DUPLICATE_CONNECTOR",
                        "There is a connector '" + id + "' already; this one is not used.");
            } else {
                learnGerman(connector);
            }
        }
    }

    private void learnGerman(Connector connector) {
        try {
            if (connector.factory() instanceof PluginConnector plugin) {
                sentences.of(plugin.factory()).forEach(phrasebook::learnLast);
            } else {
                sentences.of(connector.factory()).forEach(phrasebook::learn);
            }
        } catch (IOException | RuntimeException e) {
            LOG.errorf(
                    e,
                    "The connector %s does not speak German",
                    connector.descriptor().id());
            refuse(
                    connector.origin(),
                    "BROKEN_SENTENCES",
                    "Its German cannot be read, so the connector '"
                            + connector.descriptor().id() + "' speaks English.");
        }
    }

    private void refuse(String jar, String code, String message) {
        LOG.errorf("Plug-in %s: %s", jar, message);
        broken.add(new BrokenPlugin(jar, code, message));
    }
}
