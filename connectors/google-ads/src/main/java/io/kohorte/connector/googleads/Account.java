// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.Settings;
import java.io.IOException;
import java.util.Optional;

/**
 * Whose lists these are, and as whom we reach them.
 *
 * @param type Google's word: {@code GOOGLE_ADS}
 * @param id digits only
 * @param login the manager account through which the account is reached
 */
record Account(String type, String id, Optional<String> login) {

    static Account of(Settings settings) {
        return new Account(
                settings.text("accountType", "GOOGLE_ADS"),
                digits(settings.text("accountId")),
                settings.optionalText("loginAccountId").map(Account::digits));
    }

    /** People write 123-456-7890. */
    private static String digits(String id) {
        return id.replace("-", "").strip();
    }

    /** Resource name: {@code accountTypes/GOOGLE_ADS/accounts/1234567890}. */
    String name() {
        return "accountTypes/" + type + "/accounts/" + id;
    }

    /** Resource name of the manager account. */
    Optional<String> loginName() {
        return login.map(manager -> "accountTypes/GOOGLE_ADS/accounts/" + manager);
    }

    /** Writes the member {@code destinations} for one list. */
    void write(JsonGenerator json, String list) throws IOException {
        json.writeArrayFieldStart("destinations");
        json.writeStartObject();
        json.writeObjectFieldStart("operatingAccount");
        json.writeStringField("accountType", type);
        json.writeStringField("accountId", id);
        json.writeEndObject();
        if (login.isPresent()) {
            json.writeObjectFieldStart("loginAccount");
            json.writeStringField("accountType", "GOOGLE_ADS");
            json.writeStringField("accountId", login.get());
            json.writeEndObject();
        }
        json.writeStringField("productDestinationId", list);
        json.writeEndObject();
        json.writeEndArray();
    }
}
