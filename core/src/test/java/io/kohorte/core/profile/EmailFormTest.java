// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** By the addresses of Dominic Sayers' isemail, each with the category that the standards give it. */
class EmailFormTest {

    /** A domain that has no mail server is one to those who do not ask. */
    private static final Map<String, EmailForm> CATEGORIES = Map.of(
            "ISEMAIL_VALID_CATEGORY", EmailForm.USUAL,
            "ISEMAIL_DNSWARN", EmailForm.USUAL,
            "ISEMAIL_RFC5321", EmailForm.UNUSUAL,
            "ISEMAIL_CFWS", EmailForm.COMMENTED,
            "ISEMAIL_DEPREC", EmailForm.OBSOLETE,
            "ISEMAIL_RFC5322", EmailForm.HEADER_ONLY,
            "ISEMAIL_ERR", EmailForm.NONE);

    /** Asked, it has a mail server, and so counts as usual there in spite of having no dot. */
    private static final String KNOWN_BY_ASKING = "test@io";

    @Test
    void every_address_has_the_category_of_the_standards() throws Exception {
        var tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(SharedData.find("isemail/tests.xml").toFile())
                .getElementsByTagName("test");
        List<String> others = new ArrayList<>();
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String address = controls(text(test, "address"));
            EmailForm form = EmailForm.of(address);
            if (form != CATEGORIES.get(text(test, "category"))) {
                others.add(address + " is " + form);
            }
        }
        assertThat(tests.getLength()).isEqualTo(164);
        assertThat(others).containsExactly(KNOWN_BY_ASKING + " is UNUSUAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jörg@müller.example", "用户@例子.example", "ada+news@mail.example.org", "o'neil@example.ie"})
    void people_of_any_script_have_addresses(String address) {
        assertThat(EmailForm.of(address)).isEqualTo(EmailForm.USUAL);
    }

    @ParameterizedTest
    @CsvSource({
        "USUAL, true",
        "UNUSUAL, true",
        "COMMENTED, false",
        "OBSOLETE, false",
        "HEADER_ONLY, false",
        "NONE, false"
    })
    void a_server_takes_two_forms(EmailForm form, boolean takes) {
        assertThat(form.isForMail()).isEqualTo(takes);
    }

    @Test
    void what_is_nested_without_end_is_no_address_and_ends() {
        assertThat(EmailForm.of("(".repeat(1_000_000) + "ada@example.org")).isEqualTo(EmailForm.NONE);
        assertThat(EmailForm.of("ada@[\uffff\ud800")).isEqualTo(EmailForm.NONE);
    }

    private static String text(Element test, String name) {
        return test.getElementsByTagName(name).item(0).getTextContent();
    }

    /** XML has no controls: pictures of them stand there in their place. */
    private static String controls(String shown) {
        return shown.chars()
                .map(c -> c >= 0x2400 && c < 0x2420 ? c - 0x2400 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
