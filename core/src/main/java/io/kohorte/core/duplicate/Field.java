// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is compared about people, and by which names it is recognised among traits. */
public enum Field {
    GIVEN_NAME(Kind.TEXT, Bond.NAME, "first name", "Vorname", "first_name|given_name|forename|firstname|vorname"),
    SURNAME(
            Kind.TEXT,
            Bond.FAMILY_NAME,
            "last name",
            "Nachname",
            "last_name|surname|family_name|lastname|nachname|familienname"),
    FULL_NAME(Kind.TEXT, Bond.NAME, "name", "Name", "full_name|name|fullname"),
    BIRTH_DATE(
            Kind.DATE,
            Bond.PERSONAL,
            "birthday",
            "Geburtstag",
            "date_of_birth|birth_date|birthday|dob|birthdate|geburtsdatum|geburtstag"),
    OFFICIAL_ID(
            Kind.CODE,
            Bond.PERSONAL,
            "official number",
            "Amtliche Nummer",
            "soc_sec_id|ssn|social_security_number|tax_id|passport_number|steuer_id"),
    EMAIL(Kind.EMAIL, Bond.PERSONAL, "e-mail", "E-Mail", "email|e_mail|mail|email_address"),
    PHONE(
            Kind.PHONE,
            Bond.HOME,
            "telephone",
            "Telefon",
            "phone|phone_number|mobile|telephone|telefon|telefonnummer|mobil"),
    STREET(
            Kind.TEXT,
            Bond.HOME,
            "street",
            "Straße",
            "street|address|address_1|street_address|strasse|straße|adresse|anschrift"),
    HOUSE_NUMBER(Kind.CODE, Bond.HOME, "house number", "Hausnummer", "house_number|street_number|hausnummer"),
    ADDRESS_LINE(Kind.TEXT, Bond.HOME, "address line", "Adresszusatz", "address_2|address_line_2|adresszusatz"),
    POSTCODE(
            Kind.CODE,
            Bond.HOME,
            "postcode",
            "Postleitzahl",
            "postcode|zip|zip_code|postal_code|zipcode|plz|postleitzahl"),
    CITY(Kind.TEXT, Bond.HOME, "city", "Ort", "city|town|suburb|ort|stadt|wohnort"),
    REGION(Kind.CODE, Bond.HOME, "region", "Region", "state|region|province|bundesland");

    /** With whom else a person may have it in common. */
    enum Bond {
        PERSONAL,
        /** Namesakes. */
        NAME,
        /** Namesakes, and people who live together. */
        FAMILY_NAME,
        /** People who live together. */
        HOME
    }

    private final Kind kind;
    private final Bond bond;
    private final String english;
    private final String german;
    private final Pattern names;

    Field(Kind kind, Bond bond, String english, String german, String names) {
        this.kind = kind;
        this.bond = bond;
        this.english = english;
        this.german = german;
        this.names = Pattern.compile(names);
    }

    /** The field a trait or an identity of this name tells, whatever its case and dividers. */
    static Optional<Field> named(String name) {
        String plain = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s.-]+", "_");
        return Arrays.stream(values())
                .filter(field -> field.names.matcher(plain).matches())
                .findFirst();
    }

    Wording label() {
        return new Wording(english, german);
    }

    Bond bond() {
        return bond;
    }

    String comparable(String raw) {
        return kind.comparable(raw);
    }

    Agreement unequal(String one, String other) {
        return kind.unequal(one, other);
    }

    @JsonCreator
    static Field of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
