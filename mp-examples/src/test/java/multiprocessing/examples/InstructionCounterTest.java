package multiprocessing.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionCounterTest {
  private static final Pattern INSTRUCTION = Pattern.compile("^ +\\d+: ([a-z][a-z0-9_]*)(?: .*)?$");
  private static final String OBJECT = "/modules/java.base/java/lang/Object.class";

  /** Switches of both kinds, wide instructions, long constants, an interface, no code at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Object",
        "java.lang.String",
        "java.lang.Character",
        "java.util.HashMap",
        "java.util.Formatter",
        "java.util.regex.Pattern",
        "java.util.concurrent.ConcurrentHashMap",
        "java.util.function.Function",
        "java.lang.Runnable",
        "java.lang.Math",
        "java.math.BigDecimal",
        "sun.security.provider.SHA5",
        "sun.util.calendar.ZoneInfoFile"
      })
  void countsWhatJavapCounts(String name) {
    String path = "/modules/java.base/" + name.replace('.', '/') + ".class";
    assertEquals(javap(name), byName(ClassFiles.count(path)));
  }

  @Test
  void widenedInstructionIsOneInstruction() {
    int[] code = {0xC4, 0x84, 1, 0, 0, 1, 0xC4, 0x15, 1, 0, 0xAC};
    Histogram counted = InstructionCounter.count(Bytes.classWith(code));
    assertEquals(Map.of("wide", 2L, "ireturn", 1L), byName(counted));
  }

  @Test
  void switchesArePaddedFromTheStartOfTheMethod() {
    int[] code = {
      0x03, 0xAA, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0, 9, // tableswitch
      0x03, 0x00, 0xAB, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 9, // lookupswitch
      0xB1
    };
    Histogram counted = InstructionCounter.count(Bytes.classWith(code));
    assertEquals(
        Map.of("iconst_0", 2L, "nop", 1L, "tableswitch", 1L, "lookupswitch", 1L, "return", 1L),
        byName(counted));
  }

  @Test
  void truncatedClassIsRefusedWhereverItEnds() {
    byte[] whole = ClassFiles.read(OBJECT);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(MalformedClassException.class, () -> InstructionCounter.count(part));
    }
  }

  @Test
  void refusalSaysWhereAndWhy() {
    assertRefused("not a class file: it begins with 504b0304", new byte[] {'P', 'K', 3, 4, 0});
    assertRefused("truncated at byte 0: 2 wanted, 0 there", new byte[0]);
    byte[] whole = ClassFiles.read(OBJECT);
    assertRefused("more bytes follow at " + whole.length, Arrays.copyOf(whole, whole.length + 1));
    byte[] strangeConstant = whole.clone();
    strangeConstant[10] = 99;
    assertRefused("unknown constant tag 99 at byte 10", strangeConstant);
    byte[] strangeCode = Bytes.classWith(0xFE);
    assertRefused("unknown instruction 254 at byte " + (strangeCode.length - 7), strangeCode);
  }

  private static void assertRefused(String message, byte[] bytes) {
    MalformedClassException refused =
        assertThrows(MalformedClassException.class, () -> InstructionCounter.count(bytes));
    assertEquals(message, refused.getMessage());
  }

  private static Map<String, Long> byName(Histogram histogram) {
    Map<String, Long> named = new TreeMap<>();
    long[] counts = histogram.toArray();
    for (int opcode = 0; opcode < counts.length; opcode++) {
      if (counts[opcode] > 0) {
        named.put(Opcodes.mnemonic(opcode), counts[opcode]);
      }
    }
    return named;
  }

  private static Map<String, Long> javap(String className) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, UTF_8);
    ToolProvider tool = ToolProvider.findFirst("javap").orElseThrow();
    assertEquals(0, tool.run(printed, printed, "-c", "-p", className));
    Map<String, Long> counts = new TreeMap<>();
    for (String line : out.toString(UTF_8).split("\n", -1)) {
      Matcher matcher = INSTRUCTION.matcher(line);
      if (matcher.matches() && !line.contains("default: ")) {
        counts.merge(ourName(matcher.group(1)), 1L, Long::sum);
      }
    }
    assertTrue(out.size() > 0);
    return counts;
  }

  /** The name for javap's: it shows "wide iload" as iload_w. */
  private static String ourName(String name) {
    boolean widened = name.endsWith("_w") && !name.matches("ldc2?_w|goto_w|jsr_w");
    return widened ? "wide" : name;
  }
}
