/** What all learning stands on: the prepared matrix, samples that do not depend on order, and the door to Weka. Weka types stay below this package. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn;
