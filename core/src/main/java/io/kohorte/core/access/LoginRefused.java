// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

/** Somebody gave a wrong password for a user that exists. */
public record LoginRefused(String user, String address) {}
