/** What marketing itself brought about: effects between the treated and the held out, and whom it moves. Plain Java; knows no sync and no table. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.uplift;
