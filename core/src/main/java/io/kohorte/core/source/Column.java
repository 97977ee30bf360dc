// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.util.EnumSet;
import java.util.Set;

/** A column of a file. */
final class Column {

    /** Kinds of values a file tells by its own syntax, as JSON and Parquet do. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG
    }

    private final int place;
    private final String name;
    private final Set<Kind> declared = EnumSet.noneOf(Kind.class);

    Column(int place, String name) {
        this.place = place;
        this.name = name;
    }

    int place() {
        return place;
    }

    String name() {
        return name;
    }

    /** What it is called in {@link RowTable}. */
    String sql() {
        return "c" + place;
    }

    void declare(Kind kind) {
        declared.add(kind);
    }

    /** Whether the file says that there are texts in it: digits among them are not meant as numbers. */
    boolean declaresText() {
        return declared.contains(Kind.TEXT);
    }
}
