/** Who belongs to a segment, as a tree of conditions with one meaning: its JSON, its sentences, and what it can name. */
@NullMarked
package io.kohorte.core.condition;

import org.jspecify.annotations.NullMarked;
