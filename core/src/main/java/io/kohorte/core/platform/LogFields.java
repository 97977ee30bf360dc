// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.MDC;

/**
 * To what a line in the log belongs: fields that every line carries which is written on a thread while something is done
 * there. Numbers of what people configured or started, never of people.
 */
public record LogFields(Map<String, String> values) {

    public static final String RUN = "runId";
    public static final String SYNC = "syncId";
    public static final String DESTINATION = "destinationId";
    public static final String IMPORT = "importId";
    public static final String SOURCE = "sourceId";
    public static final String MODEL = "modelId";

    public LogFields {
        values = Map.copyOf(values);
    }

    public static LogFields of(String field, long number) {
        return new LogFields(Map.of(field, Long.toString(number)));
    }

    /** What the lines of this thread carry now. */
    public static LogFields current() {
        var now = new HashMap<String, String>();
        MDC.getMap().forEach((field, value) -> now.put(field, value.toString()));
        return new LogFields(now);
    }

    public LogFields and(String field, long number) {
        var more = new TreeMap<>(values);
        more.put(field, Long.toString(number));
        return new LogFields(more);
    }

    /** For all lines of this thread until the answer is closed. */
    public Entered enter() {
        var before = new HashMap<String, Object>();
        values.keySet().forEach(field -> before.put(field, MDC.get(field)));
        values.forEach(MDC::put);
        return () -> before.forEach((field, value) -> {
            if (value == null) {
                MDC.remove(field);
            } else {
                MDC.put(field, value);
            }
        });
    }

    public void during(Runnable work) {
        var entered = enter();
        try {
            work.run();
        } finally {
            entered.close();
        }
    }

    /** Closed on the thread that entered. */
    public interface Entered extends AutoCloseable {
        @Override
        void close();
    }
}
