/** What customers are worth: how many purchases and how much money come within a horizon, and whether somebody is still a customer. */
@org.jspecify.annotations.NullMarked
package io.kohorte.core.learn.value;
