// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'all':[{'trait':'country','op':'equals','value':'DE'},{'none':[{'segment':12,'member':true}]}]}",
                "{'any':[{'trait':'zip','op':'in','values':['10115',20095,true]}]}",
                "{'trait':'signup','op':'after','value':{'ago':'P30D'},'ifMissing':true}",
                "{'trait':'email','op':'exists'}",
                "{'event':'Order Completed','measure':'count','op':'at-least','value':2}",
                "{'event':'Order Completed','measure':'amount','op':'less-than','value':99.5,'within':{'last':'P1M'},"
                        + "'where':[{'property':'category','op':'in','values':['shoes']}]}",
                "{'event':'Login','measure':'days-since-last','op':'more-than','value':30,'within':{'from':'2024-01-01','to':{'ago':'P1D'}}}",
                "{'score':7,'op':'at-least','value':0.6}",
                "{'score':7,'top':0.1}",
                "{'cluster':5,'in':[0,2]}",
            })
    void what_is_read_is_written_again(String text) throws JsonProcessingException {
        JsonNode json = json(text);
        assertThat(ConditionJson.write(ConditionJson.read(json, "")).toString()).isEqualTo(json.toString());
        assertThat(JSON.writeValueAsString(JSON.treeToValue(json, Condition.class)))
                .isEqualTo(json.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                                          | /definition                  | WRONG_TYPE",
                "{}                                                          | /definition                  | UNKNOWN_KIND",
                "{'traits':'a'}                                              | /definition                  | UNKNOWN_KIND",
                "{'all':[],'any':[]}                                         | /definition                  | SEVERAL_KINDS",
                "{'all':{}}                                                  | /definition/all              | WRONG_TYPE",
                "{'all':[],'x/y':1}                                          | /definition/x~1y             | UNKNOWN_KEY",
                "{'all':[{'any':[7]}]}                                       | /definition/all/0/any/0      | WRONG_TYPE",
                "{'trait':'a','op':'like','value':'b'}                       | /definition/op               | UNKNOWN_OP",
                "{'trait':'a','op':'equals'}                                 | /definition/value            | MISSING_KEY",
                "{'trait':'a','op':'equals','value':null}                    | /definition/value            | WRONG_TYPE",
                "{'trait':'a','op':'equals','value':1e999}                   | /definition/value            | WRONG_TYPE",
                "{'trait':'a','op':'equals','values':['b'],'value':'b'}      | /definition/values           | UNKNOWN_KEY",
                "{'trait':'a','op':'in','values':[]}                         | /definition/values           | WRONG_SIZE",
                "{'trait':'a','op':'before','value':'yesterday'}             | /definition/value            | WRONG_TYPE",
                "{'trait':'a','op':'after','value':'+999999-01-01'}          | /definition/value            | WRONG_TYPE",
                "{'trait':'a','op':'after','value':{'ago':'P999999999Y'}}    | /definition/value/ago        | WRONG_TYPE",
                "{'trait':'a','op':'exists','value':1}                       | /definition/value            | UNKNOWN_KEY",
                "{'trait':'a','op':'missing','ifMissing':true}               | /definition/ifMissing        | UNKNOWN_KEY",
                "{'trait':'a','op':'equals','value':1,'ifMissing':'no'}      | /definition/ifMissing        | WRONG_TYPE",
                "{'trait':' ','op':'exists'}                                 | /definition/trait            | WRONG_SIZE",
                "{'event':'a','measure':'sum','op':'equals','value':1}       | /definition/measure          | UNKNOWN_MEASURE",
                "{'event':'a','measure':'count','op':'contains','value':1}   | /definition/op               | WRONG_OPERATOR",
                "{'event':'a','measure':'count','op':'equals','value':'1'}   | /definition/value            | WRONG_TYPE",
                "{'event':'a','measure':'count','op':'equals','value':1,'within':{}} | /definition/within   | MISSING_KEY",
                "{'event':'a','measure':'count','op':'equals','value':1,'within':{'last':'30 days'}} | /definition/within/last | WRONG_TYPE",
                "{'event':'a','measure':'count','op':'equals','value':1,'within':{'from':'2024-02-30'}} | /definition/within/from | WRONG_TYPE",
                "{'event':'a','measure':'count','op':'equals','value':1,'where':[{'property':'p'}]} | /definition/where/0/op | MISSING_KEY",
                "{'segment':'12'}                                            | /definition/segment          | WRONG_TYPE",
                "{'segment':0}                                               | /definition/segment          | WRONG_TYPE",
                "{'score':7,'top':0}                                         | /definition/top              | OUT_OF_RANGE",
                "{'score':7,'top':0.1,'op':'at-least'}                       | /definition/op               | UNKNOWN_KEY",
                "{'cluster':5,'in':[0.5]}                                    | /definition/in/0             | WRONG_TYPE",
            })
    void a_fault_is_refused_with_a_pointer_to_it(String text, String pointer, String code) {
        ProblemException refused = refusal(json(text));
        assertThat(refused.problem().errors())
                .extracting(FieldError::pointer, FieldError::code)
                .containsExactly(tuple(pointer, code));
    }

    @Test
    void all_faults_are_named_at_once() {
        ProblemException refused =
                refusal(json("{'all':[{'trait':'a','op':'nope','value':1},{'segment':-1},{'nothing':1}]}"));
        assertThat(refused.problem().errors())
                .extracting(FieldError::pointer)
                .containsExactly("/definition/all/0/op", "/definition/all/1/segment", "/definition/all/2");
    }

    @Test
    void twenty_levels_are_read_and_twenty_one_refused() {
        assertThat(ConditionJson.read(json(nested(19)), "/definition")).isInstanceOf(Condition.All.class);
        assertThat(refusal(json(nested(20))).problem().errors())
                .extracting(FieldError::code)
                .containsExactly("TOO_DEEP");
    }

    @Test
    void five_hundred_leaves_are_read_and_one_more_refused() {
        assertThat(ConditionJson.read(json(many(500)), "/definition")).isInstanceOf(Condition.Any.class);
        assertThat(refusal(json(many(501))).problem().errors())
                .extracting(FieldError::pointer)
                .containsExactly("/definition/any/500");
    }

    @Test
    void a_flood_of_empty_groups_is_refused() {
        assertThat(refusal(json("{'all':[" + "{'all':[]},".repeat(5000) + "{'all':[]}]}"))
                        .problem()
                        .errors())
                .extracting(FieldError::code)
                .containsOnly("TOO_MANY");
    }

    private static String nested(int groups) {
        return "{'all':[".repeat(groups) + "{'trait':'a','op':'exists'}" + "]}".repeat(groups);
    }

    private static String many(int leaves) {
        return "{'any':[" + String.join(",", Collections.nCopies(leaves, "{'trait':'a','op':'exists'}")) + "]}";
    }

    private static ProblemException refusal(JsonNode json) {
        return catchThrowableOfType(ProblemException.class, () -> ConditionJson.read(json, "/definition"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }
}
