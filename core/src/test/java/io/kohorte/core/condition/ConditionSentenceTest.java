// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionSentenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'trait':'country','op':'in','values':['DE','AT']} | country is one of “DE”, “AT” | country ist eines von „DE“, „AT“",
                "{'trait':'visits','op':'at-least','value':1234.5,'ifMissing':true} | visits is at least 1,234.5 or is missing | visits ist mindestens 1.234,5 oder fehlt",
                "{'trait':'signup','op':'after','value':{'ago':'P1Y'}} | signup is after 1 year ago | signup liegt nach vor 1 Jahr",
                "{'event':'Order Completed','measure':'orders','op':'at-least','value':2,'within':{'last':'P30D'},'where':[{'property':'category','op':'equals','value':'shoes'}]} | number of orders (“Order Completed”) where category is “shoes” in the last 30 days is at least 2 | Anzahl der Bestellungen („Order Completed“) mit der Bedingung: category ist „shoes“ in den letzten 30 Tagen ist mindestens 2",
                "{'any':[{'score':7,'top':0.1},{'none':[{'segment':3}]}]} | at least one of these holds: is in the top 10 % of “#7”; (none of these holds: is in the segment “#3”) | mindestens eines davon trifft zu: gehört zu den oberen 10 % von „#7“; (nichts davon trifft zu: ist im Segment „#3“)",
                "{'cluster':5,'in':[0,2]} | is in cluster 0, 2 of “#5” | ist in Cluster 0, 2 von „#5“",
                "{'all':[]} | everybody | alle",
            })
    void every_condition_has_a_sentence_in_both_languages(String json, String english, String german)
            throws JsonProcessingException {
        Condition condition = ConditionJson.read(JSON.readTree(json.replace('\'', '"')), "");
        assertThat(ConditionSentence.of(condition, Names.NUMBERS)).isEqualTo(new Sentence(english, german));
    }
}
