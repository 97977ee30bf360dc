/** Models, their versions with provenance, and the decision which version speaks. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.registry;
