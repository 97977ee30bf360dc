// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/** What people call the segments and models that a condition mentions by number. */
public interface Names {

    /** Numbers instead of names, where no names are at hand. */
    Names NUMBERS = new Names() {
        @Override
        public String segment(SegmentId id) {
            return "#" + id.value();
        }

        @Override
        public String model(ModelId id) {
            return "#" + id.value();
        }
    };

    String segment(SegmentId id);

    String model(ModelId id);
}
