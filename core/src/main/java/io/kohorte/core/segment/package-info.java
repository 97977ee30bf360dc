/** Segments: sets of profiles, their conditions, members, versions and history. */
@NullMarked
package io.kohorte.core.segment;

import org.jspecify.annotations.NullMarked;
