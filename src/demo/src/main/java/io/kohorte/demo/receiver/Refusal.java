// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

/** Why the receiver will not have a row: a code for machines, a sentence for people. */
public record Refusal(String code, String message) {}
