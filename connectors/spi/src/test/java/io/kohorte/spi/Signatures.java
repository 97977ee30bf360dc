// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything a connector can see of this package, as text: one line per type and per member, in a fixed order. */
final class Signatures {

    private static final String PACKAGE = Batch.class.getPackageName();

    private Signatures() {}

    static String text() {
        return publicTypes().map(Signatures::describe).collect(Collectors.joining("\n"));
    }

    private static Stream<Class<?>> publicTypes() {
        try {
            var root = Path.of(Batch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (var files = Files.list(root.resolve(PACKAGE.replace('.', '/')))) {
                List<Class<?>> types = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                        .<Class<?>>map(name -> load(PACKAGE + "." + name.replace(".class", "")))
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .sorted(Comparator.comparing(Class::getName))
                        .toList();
                return types.stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String describe(Class<?> type) {
        var members = new TreeSet<String>();
        Arrays.stream(type.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .forEach(field -> members.add(describe(field)));
        Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> Modifier.isPublic(constructor.getModifiers()))
                .forEach(constructor -> members.add(describe(constructor)));
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !ofEveryRecordOrEnum(type, method))
                .forEach(method -> members.add(describe(method)));
        var lines = new StringBuilder(heading(type)).append('\n');
        members.forEach(member -> lines.append("    ").append(member).append('\n'));
        return lines.toString();
    }

    private static String heading(Class<?> type) {
        var kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        var components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(Signatures::describe)
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        var parents = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .filter(parent -> !List.of(Object.class, Record.class).contains(parent) && !type.isEnum())
                .map(Signatures::name)
                .toList();
        return (type.isSealed() ? "sealed " : "") + kind + " " + name(type) + components
                + (parents.isEmpty() ? "" : " : " + String.join(", ", parents));
    }

    private static String describe(Field field) {
        return field.isEnumConstant()
                ? field.getName()
                : modifiers(field.getModifiers()) + name(field.getGenericType()) + " " + field.getName();
    }

    private static String describe(Constructor<?> constructor) {
        return "new" + parameters(constructor.getGenericParameterTypes());
    }

    private static String describe(Method method) {
        return modifiers(method.getModifiers())
                + (method.isDefault() ? "default " : "")
                + name(method.getGenericReturnType())
                + " "
                + method.getName()
                + parameters(method.getGenericParameterTypes());
    }

    private static String describe(RecordComponent component) {
        return name(component.getGenericType()) + " " + component.getName();
    }

    private static String modifiers(int modifiers) {
        return Modifier.isStatic(modifiers) ? "static " : "";
    }

    private static String parameters(Type[] types) {
        return Arrays.stream(types).map(Signatures::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(Type type) {
        return type.getTypeName()
                .replace(PACKAGE + ".", "")
                .replace("java.lang.", "")
                .replace('$', '.');
    }

    private static boolean ofEveryRecordOrEnum(Class<?> type, Method method) {
        var parameters = method.getParameterCount();
        return switch (method.getName()) {
            case "equals", "hashCode", "toString" -> true;
            case "values", "valueOf" -> type.isEnum();
            default ->
                type.isRecord()
                        && parameters == 0
                        && Arrays.stream(type.getRecordComponents())
                                .anyMatch(component -> component.getName().equals(method.getName()));
        };
    }
}
