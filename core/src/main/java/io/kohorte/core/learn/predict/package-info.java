/** What a customer will do: learning from earlier moments, judged on a later one. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.predict;
