// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

/**
 * Where things live. HubSpot names its versions by date ({@code /crm/objects/2026-09/…}) beside the numbered ones ({@code
 * /crm/v3/objects/…}); bodies are the same. A dated one is served for 18 months.
 * https://developers.hubspot.com/docs/developer-tooling/platform/versioning
 *
 * @param name {@code 2026-09} or {@code v3}
 */
record ApiVersion(String name) {

    String objects(String resource) {
        return numbered() ? "/crm/" + name + "/objects/" + resource : "/crm/objects/" + name + "/" + resource;
    }

    /** @param resource empty, or beginning with a slash */
    String lists(String resource) {
        return (numbered() ? "/crm/" + name + "/lists" : "/crm/lists/" + name) + resource;
    }

    /** The numbered associations are one ahead of the rest. */
    String associations(String resource) {
        return numbered() ? "/crm/v4/associations/" + resource : "/crm/associations/" + name + "/" + resource;
    }

    String account() {
        return "/account-info/" + name + "/details";
    }

    private boolean numbered() {
        return name.startsWith("v");
    }
}
