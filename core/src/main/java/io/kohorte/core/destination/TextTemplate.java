// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.kohorte.spi.FieldValue;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text made of what we know of a person: <a href="https://mustache.github.io/mustache.5.html">Mustache</a> with variables
 * and sections, nothing else. A variable is named like the {@code from} of a mapping. Variables reach what the mapping's
 * sources give and nothing beside it: no method, no field, no file, no other template.
 */
final class TextTemplate {

    /** Characters a text may have once it is filled. */
    static final int LONGEST = 4_000;

    /** Characters a template may have. */
    static final int LONGEST_TEMPLATE = 2_000;

    /** Stands where a value is missing. Neither JSON in PostgreSQL nor an identity can contain it. */
    private static final String MISSING = "\0";

    private static final Map<Escape, Mustache.Compiler> COMPILERS = Map.of(
            Escape.NONE, compiler(Escapers.NONE),
            Escape.HTML, compiler(Escapers.HTML),
            Escape.URL, compiler(TextTemplate::percentEncoded));

    private final Template template;
    private final Map<String, ValueSource> sources;

    private TextTemplate(Template template, Map<String, ValueSource> sources) {
        this.template = template;
        this.sources = sources;
    }

    /** What the text is for, which decides how values are written into it. */
    enum Escape {
        /** As they are. */
        @JsonProperty("none")
        NONE,
        /** As text within HTML. */
        @JsonProperty("html")
        HTML,
        /** As a part of an address. */
        @JsonProperty("url")
        URL
    }

    /** @throws IllegalArgumentException with a plain sentence when it is no template we fill */
    static TextTemplate of(String text, Escape escape) {
        if (text.length() > LONGEST_TEMPLATE || text.contains(MISSING)) {
            throw new IllegalArgumentException("A template has at most " + LONGEST_TEMPLATE + " characters.");
        }
        try {
            var template = COMPILERS.get(escape).compile(text);
            var names = new Names();
            template.visit(names);
            return new TextTemplate(template, names.sources());
        } catch (MustacheException broken) {
            throw new IllegalArgumentException(
                    "This is no template; for example '{{first_name}} from {{city}}'.", broken);
        }
    }

    Set<ValueSource> sources() {
        return Set.copyOf(sources.values());
    }

    /**
     * @return the text, cut just above {@link #LONGEST} characters; empty when a variable outside of a section that was left
     *     out has no value
     */
    Optional<String> fill(Function<ValueSource, Optional<FieldValue>> lookUp) {
        var text = new Bounded();
        template.execute(new Person(sources, lookUp), text);
        return text.written.indexOf(MISSING) < 0 ? Optional.of(text.written.toString()) : Optional.empty();
    }

    private static Mustache.Compiler compiler(Mustache.Escaper escaper) {
        return Mustache.compiler()
                .withCollector(new PersonOnly())
                .withEscaper(escaper)
                .emptyStringIsFalse(true)
                .nullValue(MISSING);
    }

    private static String percentEncoded(String value) {
        return value.equals(MISSING)
                ? value
                : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a template may see. */
    private record Person(Map<String, ValueSource> sources, Function<ValueSource, Optional<FieldValue>> lookUp) {

        @Nullable
        Object value(String name) {
            return Optional.ofNullable(sources.get(name))
                    .flatMap(lookUp)
                    .map(TextTemplate::plain)
                    .orElse(null);
        }
    }

    private static Object plain(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return text.value();
        }
        if (value instanceof FieldValue.Numeric number) {
            // An absurd exponent stays one: written out it would fill the memory.
            return Math.abs((long) number.value().scale()) > LONGEST
                    ? number.value().toString()
                    : number.value().toPlainString();
        }
        if (value instanceof FieldValue.Flag flag) {
            return flag.value();
        }
        if (value instanceof FieldValue.Moment moment) {
            return moment.value().toString();
        }
        throw new IllegalArgumentException("a source gives values, not what becomes of a field");
    }

    /** In place of the library's collectors, which would reach methods and fields of whatever they meet. */
    private static final class PersonOnly implements Mustache.Collector {

        @Override
        @Nullable
        public Iterator<?> toIterator(Object value) {
            return value instanceof Iterable<?> nothing ? nothing.iterator() : null;
        }

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Person ? (person, asked) -> ((Person) person).value(asked) : null;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }

    /** Collects what a template asks for, and refuses what a template could do beyond that. */
    private static final class Names implements Mustache.Visitor {

        private final Set<String> names = new LinkedHashSet<>();

        Map<String, ValueSource> sources() {
            var sources = new HashMap<String, ValueSource>();
            for (var name : names) {
                sources.put(name, source(name));
            }
            return Map.copyOf(sources);
        }

        private static ValueSource source(String name) {
            try {
                return ValueSource.parse(name);
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(ValueSource.HINT, unknown);
            }
        }

        @Override
        public void visitText(String text) {
            if (text.contains("{{")) {
                throw new MustacheException("a tag that was never closed is text to the library, and a slip to us");
            }
        }

        @Override
        public void visitVariable(String name) {
            names.add(named(name));
        }

        @Override
        public boolean visitSection(String name) {
            names.add(named(name));
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return visitSection(name);
        }

        @Override
        public boolean visitInclude(String name) {
            throw beyond();
        }

        @Override
        public boolean visitParent(String name) {
            throw beyond();
        }

        @Override
        public boolean visitBlock(String name) {
            throw beyond();
        }

        private static String named(String name) {
            if (name.equals(".") || name.equals("this") || name.startsWith("-")) {
                throw beyond();
            }
            return name;
        }

        private static IllegalArgumentException beyond() {
            return new IllegalArgumentException("A template has variables and sections only, no other templates.");
        }
    }

    /** Takes no more than it must to see that a text is too long. */
    private static final class Bounded extends Writer {

        private final StringBuilder written = new StringBuilder();

        @Override
        public void write(char[] from, int offset, int length) {
            written.append(from, offset, Math.min(length, LONGEST + 1 - written.length()));
        }

        @Override
        public void write(String from, int offset, int length) {
            written.append(from, offset, offset + Math.min(length, LONGEST + 1 - written.length()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
