// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.JsonFormatter;

/** Everything that is logged meanwhile, as JSON has it; what our own code says also at level DEBUG. */
public final class LogLines extends ExtHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final Logger ours = Logger.getLogger("io.kohorte");
    private final java.util.logging.Level before = ours.getLevel();

    public LogLines() {
        setFormatter(new JsonFormatter());
        setLevel(Level.ALL);
        ours.setLevel(Level.DEBUG);
        root.addHandler(this);
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
        lines.add(getFormatter().format(line));
    }

    /** Lines whose message contains these words. */
    public List<JsonNode> saying(String words) {
        return lines.stream()
                .map(LogLines::parse)
                .filter(line -> line.path("message").asText().contains(words))
                .toList();
    }

    public String text() {
        return String.join("", lines);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a line that is no JSON: " + line, e);
        }
    }

    @Override
    public void close() {
        root.removeHandler(this);
        ours.setLevel(before);
        super.close();
    }
}
