// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/** Kinds of segments as the database writes them. */
@Converter
class SegmentKindColumn implements AttributeConverter<SegmentKind, String> {

    @Override
    public String convertToDatabaseColumn(SegmentKind kind) {
        return kind.wire();
    }

    @Override
    public SegmentKind convertToEntityAttribute(String column) {
        return SegmentKind.valueOf(column.toUpperCase(Locale.ROOT));
    }
}
