@org.jspecify.annotations.NullMarked
package io.kohorte.core.sync;
