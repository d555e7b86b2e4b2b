import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.xmlgraphics.util.MimeConstants;

/** Apache FOP in one JVM: FOLDER COUNT. Warmed up first; only the time of the thread that works is counted. */
public class FopPeer {
    public static void main(String[] words) throws Exception {
        File folder = new File(words[0]);
        int count = Integer.parseInt(words[1]);
        FopFactory factory = FopFactory.newInstance(new File(folder, "fop.xconf"));
        TransformerFactory transformers = TransformerFactory.newInstance();
        int warm = 150;
        long start = 0;
        for (int number = -warm; number < count; ++number) {
            if (number == 0) start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            File source = new File(folder, "fop-" + Math.floorMod(number, 50) + ".fo");
            try (OutputStream out = new BufferedOutputStream(new FileOutputStream(new File(folder, "fop-" + Math.floorMod(number, 10) + ".pdf")))) {
                Fop fop = factory.newFop(MimeConstants.MIME_PDF, factory.newFOUserAgent(), out);
                transformers.newTransformer().transform(new StreamSource(source), new SAXResult(fop.getDefaultHandler()));
            }
        }
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
        System.out.println(String.format(java.util.Locale.ROOT, "{\"letters\": %d, \"seconds\": %.4f}", count, seconds));
    }
}
