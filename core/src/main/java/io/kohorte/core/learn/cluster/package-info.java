/** Groups found in customers: fitting, choosing their number, naming them, keeping their numbers. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.cluster;
