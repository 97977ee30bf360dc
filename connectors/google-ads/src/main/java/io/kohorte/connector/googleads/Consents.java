// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.Consent;
import io.kohorte.spi.Settings;
import java.io.IOException;
import java.util.List;

/**
 * Google wants two consents of everybody in the EEA: that their data comes to Google for ads, and that ads may be
 * personalised. People without them would be dropped silently, so they are not sent, and everybody who is sent has both.
 *
 * @param purposes that people have to have agreed to
 */
record Consents(List<String> purposes) {

    static Consents of(Settings settings) {
        return new Consents(
                List.of(settings.text("adUserDataPurpose", "ads"), settings.text("adPersonalizationPurpose", "ads")));
    }

    /** @param declared whether the advertiser vouches for those who were never asked; a refusal counts all the same */
    boolean allow(Consent consent, boolean declared) {
        return purposes.stream().allMatch(purpose -> consent.answer(purpose).orElse(declared));
    }

    /** Consent of the request as a whole: everybody in it has given it. */
    static void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("consent");
        json.writeStringField("adUserData", "CONSENT_GRANTED");
        json.writeStringField("adPersonalization", "CONSENT_GRANTED");
        json.writeEndObject();
    }
}
