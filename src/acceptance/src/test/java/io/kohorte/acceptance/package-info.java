/** The packaged application as a black box: started as a process, driven over its API, judged by what a destination has. */
@NullMarked
package io.kohorte.acceptance;

import org.jspecify.annotations.NullMarked;
