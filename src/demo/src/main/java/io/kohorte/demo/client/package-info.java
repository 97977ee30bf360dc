/** Kohorte from outside: the packaged application as a process, and its REST API. Nothing here knows its classes. */
@NullMarked
package io.kohorte.demo.client;

import org.jspecify.annotations.NullMarked;
