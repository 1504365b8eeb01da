// Apache UIMA reads the export `uima-xmi` (a folder), strictly, and prints every tag as JSON Lines, as
// `uima_xmi.py` wants it in its third argument:
// `java -cp uimaj-core.jar UimaXmi.java EXPORT > TAGS`.

import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.uima.UIMAFramework;
import org.apache.uima.cas.CAS;
import org.apache.uima.cas.Feature;
import org.apache.uima.cas.FeatureStructure;
import org.apache.uima.cas.Type;
import org.apache.uima.cas.impl.XmiCasDeserializer;
import org.apache.uima.cas.text.AnnotationFS;
import org.apache.uima.resource.metadata.TypeSystemDescription;
import org.apache.uima.util.CasCreationUtils;
import org.apache.uima.util.XMLInputSource;

public class UimaXmi {
    public static void main(String[] arguments) throws Exception {
        Path export = Path.of(arguments[0]);
        TypeSystemDescription types = UIMAFramework.getXMLParser()
            .parseTypeSystemDescription(new XMLInputSource(new File(arguments[0], "TypeSystem.xml")));
        List<Path> files;
        try (var all = Files.walk(export)) {
            files = all.filter(path -> path.toString().endsWith(".xmi")).sorted().collect(Collectors.toList());
        }
        var out = new java.io.PrintStream(System.out, true, "UTF-8");
        for (Path path : files) {
            CAS cas = CasCreationUtils.createCas(types, null, null);
            try (FileInputStream in = new FileInputStream(path.toFile())) {
                XmiCasDeserializer.deserialize(in, cas, false);
            }
            Type about = cas.getTypeSystem().getType("webanno.custom.PostilDocument");
            FeatureStructure document = cas.getIndexRepository().getAllIndexedFS(about).next();
            String name = document.getStringValue(about.getFeatureByBaseName("path"));
            Type tag = cas.getTypeSystem().getType("webanno.custom.Postil");
            Feature label = tag.getFeatureByBaseName("label");
            for (AnnotationFS one : cas.getAnnotationIndex(tag)) {
                out.println("[" + quoted(name) + "," + quoted(one.getStringValue(label)) + "," + quoted(one.getCoveredText()) + "]");
            }
        }
    }

    static String quoted(String words) {
        StringBuilder out = new StringBuilder("\"");
        for (char unit : words.toCharArray()) {
            out.append(String.format("\\u%04x", (int) unit));
        }
        return out.append('"').toString();
    }
}
