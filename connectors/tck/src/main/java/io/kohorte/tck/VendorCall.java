// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.util.List;
import java.util.Map;

/**
 * A request as the vendor sees it.
 *
 * @param path with query
 * @param headers lower-case names
 * @param rows the rows it carries, in order, with what the vendor shall say of each; empty for requests that no preview
 *     showed, such as those for a token
 */
public record VendorCall(String method, String path, Map<String, String> headers, String body, List<Row> rows) {

    public VendorCall {
        headers = Map.copyOf(headers);
        rows = List.copyOf(rows);
    }

    /**
     * @param position in the batch
     * @param gossip goes into the vendor's message about the row: it quotes the person, as vendors do
     */
    public record Row(int position, Verdict verdict, String gossip) {}
}
