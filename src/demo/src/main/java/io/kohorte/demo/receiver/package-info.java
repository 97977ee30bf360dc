/**
 * The demonstration destination: a small marketing tool that takes signed membership changes, keeps the audiences, refuses
 * what it does not like, and tells back what people did. Written against the published wire alone, not against our connector.
 */
@NullMarked
package io.kohorte.demo.receiver;

import org.jspecify.annotations.NullMarked;
