/**
 * The DuckDB replica of PostgreSQL: who, how many, which features, over millions of profiles and events in milliseconds.
 * Derived and disposable; no DuckDB type leaves this package.
 */
@NullMarked
package io.kohorte.core.analytics;

import org.jspecify.annotations.NullMarked;
