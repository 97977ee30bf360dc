// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.profile.TraitType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column have in common.
 *
 * @param dateFormat of a column of times that are not in ISO 8601
 */
record ColumnProfile(Column column, TraitType type, @Nullable String dateFormat, ImportReport.ColumnReport report) {

    Optional<String> format() {
        return Optional.ofNullable(dateFormat);
    }
}
