/** The main job, told act by act: what is done, what came of it, in words and figures. */
@NullMarked
package io.kohorte.demo.story;

import org.jspecify.annotations.NullMarked;
