/** What there is to build with: traits, events, features and models, in one answer. */
@NullMarked
package io.kohorte.core.catalogue;

import org.jspecify.annotations.NullMarked;
