/** Segments: sets of profiles, their definitions, members, versions and history. */
@NullMarked
package io.kohorte.core.segment;

import org.jspecify.annotations.NullMarked;
