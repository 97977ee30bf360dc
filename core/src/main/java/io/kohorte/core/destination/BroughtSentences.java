// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.speech.Sentences;
import io.kohorte.spi.ConnectorFactory;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The German that connectors bring in a file beside their factory, and that of the toolkit they were built with. */
final class BroughtSentences {

    private static final String FILE = "sentences.de.json";
    private static final String TOOLKITS = "io/kohorte/toolkit/" + FILE;

    private final Set<String> read = new HashSet<>();

    /**
     * All that was not read before: connectors of one jar, and all that came with the installation, share files.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if a file is not as it should be
     */
    List<Sentences> of(ConnectorFactory factory) throws IOException {
        var type = factory.getClass();
        var files = Stream.of(type.getResource(FILE), type.getClassLoader().getResource(TOOLKITS))
                .filter(Objects::nonNull)
                .toList();
        var brought = new ArrayList<Sentences>();
        for (var file : files) {
            if (read.add(file.toExternalForm())) {
                brought.add(Sentences.read(text(file)));
            }
        }
        return brought;
    }

    private static String text(URL file) throws IOException {
        try (var stream = file.openStream()) {
            var bytes = stream.readNBytes(Sentences.MOST_BYTES + 1);
            if (bytes.length > Sentences.MOST_BYTES) {
                throw new IllegalArgumentException("the file is larger than " + Sentences.MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
