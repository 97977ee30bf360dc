/** What sending brings: the treated against the held out, with an interval and a verdict. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.experiment;
