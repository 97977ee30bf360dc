// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a customer did.
 *
 * @param orderRef the order this is, or is a line of
 * @param amount money of this line or order, negative for refunds
 */
public record EventFact(
        String name,
        Instant at,
        @Nullable String orderRef,
        @Nullable String item,
        @Nullable String category,
        @Nullable Double quantity,
        @Nullable Double amount,
        ObjectNode properties) {

    /** An order, or a line of one. */
    public static final String ORDER_COMPLETED = "Order Completed";

    /** Goods or money given back. */
    public static final String ORDER_REFUNDED = "Order Refunded";
}
