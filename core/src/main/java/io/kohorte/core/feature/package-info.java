/** What is derived about customers for learning, declared once with words for people. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.feature;
