/**
 * The demonstration shop: invents customers, orders, returns, visits and e-mails as a real shop would export them, with the
 * truth written beside them.
 */
@NullMarked
package io.kohorte.demo.shop;

import org.jspecify.annotations.NullMarked;
