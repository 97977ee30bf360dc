// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;

/** Which column of the demonstration shop means what. */
public final class ShopMappings {

    private ShopMappings() {}

    public static JsonNode customers() {
        return Api.object(
                """
                {'identities': {'customer_id': 'customer_id', 'email': 'email', 'phone': 'phone'},
                 'traits': {'customer_number': 'customer_id', 'first_name': 'first_name', 'last_name': 'last_name',
                            'gender': 'gender', 'date_of_birth': 'date_of_birth', 'street': 'street', 'zip': 'zip',
                            'city': 'city', 'region': 'region', 'country': 'country', 'joined_on': 'joined_on',
                            'joined_by': 'joined_by'},
                 'consents': {'marketing': 'marketing', 'profiling': 'profiling', 'ads': 'ads'},
                 'options': {'identicalRows': 'drop'}}""");
    }

    public static JsonNode orders() {
        return Api.object(
                """
                {'identities': {'customer_id': 'customer_id'},
                 'event': {'name': 'Order Completed', 'refund': 'Order Refunded', 'at': 'order_date',
                           'orderRef': 'order_id', 'item': 'product_id', 'category': 'category',
                           'quantity': 'quantity', 'unitPrice': 'unit_price',
                           'properties': {'product': 'product', 'discount': 'discount_percent', 'channel': 'channel'}},
                 'options': {'identicalRows': 'drop'}}""");
    }

    public static JsonNode events() {
        return Api.object(
                """
                {'identities': {'customer_id': 'customer_id', 'anonymous_id': 'anonymous_id'},
                 'event': {'name': {'column': 'event'}, 'at': 'timestamp', 'messageId': 'message_id',
                           'item': 'product_id', 'category': 'category', 'properties': {'campaign': 'campaign'}}}""");
    }
}
