/** The README's first command: the main job of Kohorte, told while it happens. */
@NullMarked
package io.kohorte.demo;

import org.jspecify.annotations.NullMarked;
