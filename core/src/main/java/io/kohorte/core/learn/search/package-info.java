/** Looks for good settings where each try costs time; knows nothing of what is set. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.search;
