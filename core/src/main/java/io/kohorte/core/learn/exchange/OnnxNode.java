// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import java.util.List;

/** One operator with its attributes ({@code NodeProto}, {@code AttributeProto}); it answers one value. */
public final class OnnxNode {
    private final String operator;
    private final String domain;
    private final Protobuf attributes = new Protobuf();

    public OnnxNode(String operator) {
        this(operator, "");
    }

    public OnnxNode(String operator, String domain) {
        this.operator = operator;
        this.domain = domain;
    }

    public String operator() {
        return operator;
    }

    public OnnxNode with(String name, long value) {
        return with(attribute(name, 2).number(3, value));
    }

    public OnnxNode with(String name, String value) {
        return with(attribute(name, 3).text(4, value));
    }

    public OnnxNode with(String name, Tensor value) {
        return with(attribute(name, 4).message(5, value.message(name)));
    }

    public OnnxNode with(String name, OnnxGraph value) {
        return with(attribute(name, 5).message(6, value.message()));
    }

    public OnnxNode with(String name, long[] values) {
        return with(attribute(name, 7).numbers(8, values));
    }

    public OnnxNode with(String name, float value) {
        return with(attribute(name, 1).decimal(2, value));
    }

    public OnnxNode with(String name, float[] values) {
        Protobuf attribute = attribute(name, 6);
        for (float value : values) {
            attribute.decimal(7, value);
        }
        return with(attribute);
    }

    public OnnxNode with(String name, List<String> values) {
        Protobuf attribute = attribute(name, 8);
        values.forEach(value -> attribute.text(9, value));
        return with(attribute);
    }

    public Protobuf message(List<String> from, String to) {
        Protobuf node = new Protobuf();
        from.forEach(name -> node.text(1, name));
        node.text(2, to).text(4, operator).append(attributes);
        return domain.isEmpty() ? node : node.text(7, domain);
    }

    private static Protobuf attribute(String name, int type) {
        return new Protobuf().text(1, name).number(20, type);
    }

    private OnnxNode with(Protobuf attribute) {
        attributes.message(5, attribute);
        return this;
    }
}
