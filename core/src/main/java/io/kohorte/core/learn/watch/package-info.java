/** Whether what a model learned still holds: drift, performance on what came true since, fairness, and what is done about it. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.watch;
