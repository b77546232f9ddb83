package multiprocessing.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom: the picture in docs/ARCHITECTURE.md. */
class ImportDirectionTest {
  private static final String ROOT = "multiprocessing";
  private static final String INTERNAL = "multiprocessing.internal.";

  private static JavaClasses library;

  @BeforeAll
  static void importEverything() {
    library =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  @Test
  void theLibraryIsHere() {
    assertTrue(library.contain("multiprocessing.Process"));
    assertTrue(library.contain("multiprocessing.pool.Pool"));
  }

  @TestFactory
  Iterable<DynamicTest> packagesImportOnlyWhatIsBelowThem() {
    return Arrays.asList(
        only("function"),
        only("internal.time"),
        only("internal.log"),
        only("internal.resource"),
        only("internal.classes", "internal.resource", "internal.socket", "internal.time"),
        only("internal.stream", "internal.time"),
        only("internal.fifo", "internal.resource", "internal.stream", "internal.time"),
        only("internal.memory", "internal.fifo", "internal.resource", "internal.time"),
        only("internal.socket", "internal.stream", "internal.time"),
        only("internal.wire", "internal.classes", "internal.stream", "function"),
        only("spi", "internal.wire", "function"),
        only("internal.archive"),
        only(
            "internal.launch",
            "internal.archive",
            "internal.classes",
            "internal.log",
            "internal.resource",
            "internal.wire",
            "function",
            "spi"),
        only(
            "connection",
            "internal.fifo",
            "internal.resource",
            "internal.socket",
            "internal.stream",
            "internal.time",
            "internal.wire",
            "function",
            "spi"));
  }

  @Test
  void poolKnowsNothingOfTheModuleBesideIt() {
    noClasses()
        .that()
        .resideInAPackage("multiprocessing.pool..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "multiprocessing.shared..", "multiprocessing.queues..", "multiprocessing.managers..")
        .check(library);
  }

  @Test
  void syncKnowsNothingOfTheModulesAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("multiprocessing.sync..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "multiprocessing.shared..",
            "multiprocessing.queues..",
            "multiprocessing.managers..",
            "multiprocessing.pool..")
        .check(library);
  }

  @Test
  void coreKnowsNothingOfTheModulesAboveIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT,
            "multiprocessing.connection..",
            "multiprocessing.function..",
            "multiprocessing.spi..",
            INTERNAL + ".")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "multiprocessing.sync..",
            "multiprocessing.shared..",
            "multiprocessing.queues..",
            "multiprocessing.managers..",
            "multiprocessing.pool..")
        .check(library);
  }

  @Test
  void nothingThatIsPublishedNeedsTheTestKit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("multiprocessing.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("multiprocessing.testkit..")
        .check(library);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("multiprocessing.internal.(*)..").should().beFreeOfCycles().check(library);
  }

  /** The package imports, of ours, those below it and the exceptions of the root package. */
  private static DynamicTest only(String name, String... below) {
    String[] allowed = new String[below.length + 1];
    allowed[0] = ROOT + "." + name;
    for (int i = 0; i < below.length; i++) {
      allowed[i + 1] = ROOT + "." + below[i];
    }
    DescribedPredicate<JavaClass> foreign =
        DescribedPredicate.not(resideInAPackage("multiprocessing.."));
    DescribedPredicate<JavaClass> exceptions =
        resideInAPackage(ROOT).and(assignableTo(Throwable.class));
    DescribedPredicate<JavaClass> legal =
        foreign.or(exceptions).or(JavaClass.Predicates.resideInAnyPackage(allowed));
    return DynamicTest.dynamicTest(
        name,
        () ->
            classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(legal)
                .check(library));
  }
}
