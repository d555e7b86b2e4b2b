import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Runs PDFBox's PDF/A-1b validator over files: FILE, code and details of each error, tabs between. */
public class Preflight {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            for (ValidationResult.ValidationError error : check(file).getErrorsList()) {
                System.out.println(file + "\t" + error.getErrorCode() + "\t" + error.getDetails());
            }
            System.out.println(file + "\tchecked\t");
        }
    }

    private static ValidationResult check(String file) throws Exception {
        PreflightParser parser = new PreflightParser(new File(file));
        try {
            parser.parse();
        } catch (SyntaxValidationException broken) {
            return broken.getResult();
        }
        try (PreflightDocument document = parser.getPreflightDocument()) {
            document.validate();
            return document.getResult();
        }
    }
}
