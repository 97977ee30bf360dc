// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import java.io.ByteArrayInputStream;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks at a PMML file before anything is made of it: no document type (and so no entities), bounded size and depth, and of the functions of PMML only those whose
 * work and answer are bounded. A function that is none of PMML's would be taken for the name of a Java class.
 */
final class PmmlCheck {
    static final int MOST_ELEMENTS = 1_000_000;
    static final int DEEPEST = 300;

    /** No text is matched by a pattern or grows, and none is read as a date. */
    private static final Set<String> FUNCTIONS = Set.of(
            "+",
            "-",
            "*",
            "/",
            "min",
            "max",
            "sum",
            "avg",
            "median",
            "product",
            "log10",
            "ln",
            "sqrt",
            "abs",
            "exp",
            "pow",
            "threshold",
            "floor",
            "ceil",
            "round",
            "modulo",
            "isMissing",
            "isNotMissing",
            "isValid",
            "isNotValid",
            "equal",
            "notEqual",
            "lessThan",
            "lessOrEqual",
            "greaterThan",
            "greaterOrEqual",
            "and",
            "or",
            "not",
            "isIn",
            "isNotIn",
            "if",
            "uppercase",
            "lowercase",
            "substring",
            "trimBlanks",
            "stringLength",
            "expm1",
            "hypot",
            "ln1p",
            "rint",
            "sin",
            "asin",
            "sinh",
            "cos",
            "acos",
            "cosh",
            "tan",
            "atan",
            "tanh",
            "stdNormalCDF",
            "stdNormalPDF",
            "stdNormalIDF",
            "normalCDF",
            "normalPDF",
            "normalIDF");

    /** Functions of the file's own, patterns over texts, data kept elsewhere, and models that are not about one customer or that nothing here runs. */
    private static final Set<String> ELEMENTS = Set.of(
            "DefineFunction",
            "TextIndex",
            "TextIndexNormalization",
            "TableLocator",
            "Lag",
            "JavaModel",
            "AssociationModel",
            "BaselineModel",
            "BayesianNetworkModel",
            "GaussianProcessModel",
            "SequenceModel",
            "TextModel",
            "TimeSeriesModel");

    /** Cells of an array or a matrix that need not stand in the file to be asked for. */
    private static final int MOST_CELLS = 1_000_000;

    private PmmlCheck() {}

    /** Throws {@link LearningRefused} where the file may not be used. */
    static void check(byte[] file) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            PmmlWork work = new PmmlWork();
            int depth = 0;
            int elements = 0;
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw documentType();
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > DEEPEST || ++elements > MOST_ELEMENTS) {
                            throw tooLarge();
                        }
                        element(in);
                        work.begins(in.getLocalName(), depth);
                    }
                    case XMLStreamConstants.END_ELEMENT -> work.ends(depth--);
                    default -> {}
                }
            }
            work.check();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("no XML", e);
        }
    }

    private static void element(XMLStreamReader in) {
        String name = in.getLocalName();
        if (ELEMENTS.contains(name)) {
            throw unsupported(name);
        }
        String function = in.getAttributeValue(null, "function");
        if ((name.endsWith("SparseArray") && cells(in, "n") > MOST_CELLS)
                || (name.equals("Matrix") && cells(in, "nbRows") * cells(in, "nbCols") > MOST_CELLS)) {
            throw tooLarge();
        }
        if (name.equals("Apply") && function != null && !FUNCTIONS.contains(function)) {
            throw unsupported("Apply");
        }
    }

    private static long cells(XMLStreamReader in, String attribute) {
        String said = in.getAttributeValue(null, attribute);
        return said == null ? 0 : Integer.parseInt(said.strip());
    }

    private static LearningRefused documentType() {
        return new LearningRefused(
                "DOCUMENT_TYPE",
                new Wording(
                        "The file declares a document type or entities, which PMML does not need and which can be used to attack; remove the declaration.",
                        "Die Datei deklariert einen Dokumenttyp oder Entitäten, die PMML nicht braucht und mit denen sich angreifen lässt; bitte die Deklaration entfernen."));
    }

    private static LearningRefused tooLarge() {
        return new LearningRefused(
                "FILE_TOO_LARGE",
                new Wording(
                        "The file has more than a million elements or cells of a table, or is nested more than 300 deep.",
                        "Die Datei hat mehr als eine Million Elemente oder Zellen einer Tabelle oder ist tiefer als 300-fach verschachtelt."));
    }

    private static LearningRefused unsupported(String element) {
        return new LearningRefused(
                "UNSUPPORTED_OPERATORS",
                new Wording(
                        "The file uses something that is not run here: " + element
                                + " (functions of its own, patterns over texts, dates, data kept elsewhere, or a kind of model that is not about one customer).",
                        "Die Datei benutzt etwas, das hier nicht ausgeführt wird: " + element
                                + " (eigene Funktionen, Textmuster, Datumsangaben, Daten an anderer Stelle oder eine Art von Modell, bei der es nicht um einen Kunden geht)."));
    }
}
