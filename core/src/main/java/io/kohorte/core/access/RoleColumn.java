// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Roles are stored as they are written in the API. */
@Converter
public class RoleColumn implements AttributeConverter<Role, String> {

    @Override
    public String convertToDatabaseColumn(Role role) {
        return role.wire();
    }

    @Override
    public Role convertToEntityAttribute(String text) {
        return Role.of(text);
    }
}
