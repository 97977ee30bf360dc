// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.Optional;

/** Takes contacts out of a list, or deletes them; SendGrid finishes it by a job. Only the latter can be looked after. */
final class Deletion {

    /** Ids are 36 characters long, and travel in the address. */
    static final int MOST = 100;

    private final SendgridApi api;
    private final Optional<String> list;

    /** @param list out of which they are taken; empty to delete them altogether */
    Deletion(SendgridApi api, Optional<String> list) {
        this.api = api;
        this.list = list;
    }

    HttpCall shown(List<Integer> rows) {
        return call(rows, "{contactIds}");
    }

    /** @return the job that goes on from here */
    String start(List<Integer> rows, List<String> contacts) {
        return api.expectJob(call(rows, String.join(",", contacts)));
    }

    private HttpCall call(List<Integer> rows, String contacts) {
        var path = list.map(id -> "/marketing/lists/" + id + "/contacts?contact_ids=")
                .orElse("/marketing/contacts?ids=");
        return api.delete(path + contacts).rows(rows).build();
    }
}
