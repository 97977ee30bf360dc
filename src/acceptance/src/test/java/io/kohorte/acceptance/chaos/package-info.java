/**
 * Attacks on whole processes: the packaged application on one or two nodes, a real PostgreSQL, receivers behind lines that
 * break. Each round plays a plan made from a seed, lets everything come to rest, and holds what the receivers have against
 * the segments. {@link io.kohorte.acceptance.chaos.Chaos} plays as many rounds as asked for.
 */
@NullMarked
package io.kohorte.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
