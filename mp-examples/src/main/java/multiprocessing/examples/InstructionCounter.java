package multiprocessing.examples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/*
 * A class file, read once from front to back (JVMS 4.1):
 *
 *   magic u4 | version u4 | constant pool | access, this, super u2 each | interfaces | fields | methods | attributes
 *
 * Of the constant pool only the index of the text "Code" is kept: attributes of that name, found in methods,
 * hold the instructions. A widened instruction counts as one "wide".
 */
/** Counts the instructions of a class file, by hand and without loading the class. */
final class InstructionCounter {
  private static final int MAGIC = 0xCAFEBABE;
  private static final byte[] CODE = "Code".getBytes(StandardCharsets.US_ASCII);

  private final ClassBytes in;
  private final long[] counts = new long[Opcodes.count()];
  private boolean[] namesCode;

  private InstructionCounter(byte[] classFile) {
    this.in = new ClassBytes(classFile);
  }

  /**
   * Counts the instructions of all methods.
   *
   * @throws MalformedClassException if the bytes are no class file; says where
   */
  static Histogram count(byte[] classFile) {
    InstructionCounter counter = new InstructionCounter(classFile);
    counter.readClass();
    return Histogram.of(counter.counts);
  }

  private void readClass() {
    int magic = in.s4();
    if (magic != MAGIC) {
      throw new MalformedClassException(
          "not a class file: it begins with " + Integer.toHexString(magic));
    }
    in.skip(4);
    readConstantPool();
    in.skip(6);
    in.skip(2L * in.u2());
    readMembers(false);
    readMembers(true);
    readAttributes(false);
    if (!in.atEnd()) {
      throw new MalformedClassException("more bytes follow at " + in.position());
    }
  }

  private void readConstantPool() {
    int count = in.u2();
    namesCode = new boolean[Math.max(count, 1)];
    for (int index = 1; index < count; index++) {
      int at = in.position();
      int tag = in.u1();
      switch (tag) {
        case 1 -> namesCode[index] = isCode(in.slice(in.u2())); // Utf8
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skip(4); // Integer, Float, references, dynamics
        case 5, 6 -> { // Long and Double take two places
          in.skip(8);
          index++;
        }
        case 7, 8, 16, 19, 20 -> in.skip(2); // Class, String, MethodType, Module, Package
        case 15 -> in.skip(3); // MethodHandle
        default ->
            throw new MalformedClassException("unknown constant tag " + tag + " at byte " + at);
      }
    }
  }

  private static boolean isCode(ClassBytes text) {
    byte[] start = new byte[CODE.length];
    for (int i = 0; i < CODE.length && !text.atEnd(); i++) {
      start[i] = (byte) text.u1();
    }
    return text.atEnd() && Arrays.equals(start, CODE);
  }

  private void readMembers(boolean methods) {
    int count = in.u2();
    for (int i = 0; i < count; i++) {
      in.skip(6);
      readAttributes(methods);
    }
  }

  private void readAttributes(boolean ofMethod) {
    int count = in.u2();
    for (int i = 0; i < count; i++) {
      int at = in.position();
      int name = in.u2();
      ClassBytes content = in.slice(Integer.toUnsignedLong(in.s4()));
      if (name == 0 || name >= namesCode.length) {
        throw new MalformedClassException("no constant " + name + " for the name at byte " + at);
      }
      if (ofMethod && namesCode[name]) {
        content.skip(4); // stack and locals
        countInstructions(content.slice(Integer.toUnsignedLong(content.s4())));
      }
    }
  }

  private void countInstructions(ClassBytes code) {
    int start = code.position();
    while (!code.atEnd()) {
      int at = code.position();
      int opcode = code.u1();
      if (opcode >= Opcodes.count()) {
        throw new MalformedClassException("unknown instruction " + opcode + " at byte " + at);
      }
      counts[opcode]++;
      switch (opcode) {
        case Opcodes.TABLESWITCH -> skipTableSwitch(code, start);
        case Opcodes.LOOKUPSWITCH -> skipLookupSwitch(code, start);
        case Opcodes.WIDE -> code.skip(code.u1() == Opcodes.IINC ? 4 : 2);
        default -> code.skip(Opcodes.length(opcode) - 1L);
      }
    }
  }

  private static void skipTableSwitch(ClassBytes code, int start) {
    skipPadding(code, start);
    int low = code.s4();
    int high = code.s4();
    if (low > high) {
      throw new MalformedClassException(
          "tableswitch from " + low + " to " + high + " before byte " + code.position());
    }
    code.skip(4 * (1L + high - low));
  }

  private static void skipLookupSwitch(ClassBytes code, int start) {
    skipPadding(code, start);
    code.skip(8 * Integer.toUnsignedLong(code.s4()));
  }

  /**
   * Skips to a multiple of four from the method's first instruction, and the default that is there.
   */
  private static void skipPadding(ClassBytes code, int start) {
    code.skip((4 - (code.position() - start) % 4) % 4 + 4L);
  }
}
