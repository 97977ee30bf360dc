// SPDX-License-Identifier: AGPL-3.0-or-later
@org.jspecify.annotations.NullMarked
package io.kohorte.core.alert;
