// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Choices are stored as they are written in the API. */
final class SourceColumns {

    private SourceColumns() {}

    @Converter
    static class Kind implements AttributeConverter<SourceKind, String> {
        @Override
        public String convertToDatabaseColumn(SourceKind kind) {
            return kind.wire();
        }

        @Override
        public SourceKind convertToEntityAttribute(String text) {
            return SourceKind.of(text);
        }
    }

    @Converter
    static class Format implements AttributeConverter<FileFormat, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable FileFormat format) {
            return format == null ? null : format.wire();
        }

        @Override
        public @Nullable FileFormat convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : FileFormat.of(text);
        }
    }
}
