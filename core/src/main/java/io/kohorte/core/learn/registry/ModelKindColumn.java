// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Kinds are stored as they are written in the API. */
@Converter
public class ModelKindColumn implements AttributeConverter<ModelKind, String> {

    @Override
    public String convertToDatabaseColumn(ModelKind kind) {
        return kind.wire();
    }

    @Override
    public ModelKind convertToEntityAttribute(String text) {
        return ModelKind.of(text);
    }
}
