// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    /** Winkler's own examples (1990). */
    @ParameterizedTest
    @CsvSource({"martha,marhta,0.9611", "dwayne,duane,0.84", "dixon,dicksonx,0.8133", "abc,xyz,0", "anna,anna,1"})
    void textsAreAsAlikeAsWinklerSays(String one, String other, double alike) {
        assertThat(Texts.jaroWinkler(one, other)).isCloseTo(alike, within(0.0001));
    }

    @ParameterizedTest
    @CsvSource({
        "meier,meyer,1,true",
        "meier,miere,1,false",
        "meier,emier,1,true",
        "abcd,badc,1,false",
        "abcd,badc,2,true",
        "a,abc,1,false"
    })
    void editsAreCounted(String one, String other, int edits, boolean within) {
        assertThat(Texts.within(edits, one, other)).isEqualTo(within);
        assertThat(Texts.within(edits, other, one)).isEqualTo(within);
    }

    @Test
    void aBirthdayIsTheSameHoweverItIsWrittenAndATelephoneWithOrWithoutItsCountry() {
        assertThat(Field.BIRTH_DATE.comparable("3.7.1980"))
                .isEqualTo(Field.BIRTH_DATE.comparable("1980-07-03"))
                .isEqualTo("19800703");
        assertThat(Field.PHONE.comparable("+49 30 1234567")).isEqualTo(Field.PHONE.comparable("030/123 45 67"));
    }

    @ParameterizedTest
    @CsvSource({"First Name,GIVEN_NAME", "lastName,SURNAME", "Straße,STREET", "PLZ,POSTCODE", "date-of-birth,BIRTH_DATE"
    })
    void traitsAreRecognisedByTheirNames(String trait, Field field) {
        assertThat(Field.named(trait)).contains(field);
    }
}
