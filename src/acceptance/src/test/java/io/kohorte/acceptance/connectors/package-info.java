// SPDX-License-Identifier: AGPL-3.0-or-later
/** Every connector that the application comes with, through the whole product, against a vendor played by its contract test. */
package io.kohorte.acceptance.connectors;
