package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same memory in CPython, where there is one. */
@ProcessTest
class CPythonTest {
  /** CPython up to 3.12 removes what it has attached when it ends: its tracker is not asked. */
  private static final String PREAMBLE =
      """
      from multiprocessing import resource_tracker
      from multiprocessing.shared_memory import SharedMemory, ShareableList
      import struct, sys
      resource_tracker.register = resource_tracker.unregister = lambda name, kind: None
      """;

  @BeforeAll
  static void thereIsACpython() throws Exception {
    boolean there;
    try {
      there = python("print('ready')").equals("ready\n");
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "no python3 with shared_memory");
  }

  private static void assumeItsListsAreLaidOutAsToday() throws Exception {
    assumeTrue(python("print(sys.version_info >= (3, 9))").equals("True\n"), "CPython 3.8");
  }

  /** Runs a script; its output. */
  private static String python(String script) throws IOException, InterruptedException {
    Process python = new ProcessBuilder("python3", "-").redirectErrorStream(true).start();
    try (Writer in = python.outputWriter(StandardCharsets.UTF_8)) {
      in.write(PREAMBLE + script);
    }
    String output;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder lines = new StringBuilder();
      reader.lines().forEach(line -> lines.append(line).append('\n'));
      output = lines.toString();
    }
    assertTrue(python.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, python.exitValue(), output);
    return output;
  }

  @Test
  void cpythonAttachesWhatWasMadeHere() throws Exception {
    try (SharedMemory memory = SharedMemory.create(24)) {
      memory.buf().putLong(0, 1L << 40).putDouble(8, 2.5);
      String output =
          python(
              """
              shm = SharedMemory('%s')
              print(shm.size, *struct.unpack_from('qd', shm.buf, 0))
              struct.pack_into('q', shm.buf, 16, -5)
              shm.close()
              """
                  .formatted(memory.name()));
      assertEquals("24 1099511627776 2.5\n", output);
      assertEquals(-5, memory.buf().getLong(16));
      memory.unlink();
    }
  }

  private record Pair(byte tag, short number) {}

  private record Inner(boolean flag, double x, Pair pair) {}

  private record Outer(
      Pair pair, Inner inner, byte one, float f, Inner again, char letter, long last, byte end) {}

  private static Outer outer(int n) {
    Pair pair = new Pair((byte) n, (short) (n + 1));
    Inner inner = new Inner(n % 2 == 1, n + 0.5, pair);
    return new Outer(pair, inner, (byte) -n, n / 4f, inner, (char) (n + 2), 1L << n, (byte) 7);
  }

  @Test
  void ctypesLaysOutTheSameStructure() throws Exception {
    RecordArray<Outer> array = Array.of(Outer.class, List.of(outer(1), outer(2)));
    String output =
        python(
            """
            import mmap
            from ctypes import *
            class Pair(Structure):
                _fields_ = [('tag', c_byte), ('number', c_short)]
            class Inner(Structure):
                _fields_ = [('flag', c_bool), ('x', c_double), ('pair', Pair)]
            class Outer(Structure):
                _fields_ = [('pair', Pair), ('inner', Inner), ('one', c_byte), ('f', c_float),
                            ('again', Inner), ('letter', c_uint16), ('last', c_int64), ('end', c_byte)]
            file = open('%s', 'r+b')
            map = mmap.mmap(file.fileno(), 0)
            array = (Outer * 2).from_buffer(map)
            def say(s):
                return ' '.join(say(v) if isinstance(v, Structure) else str(v)
                                for v in (getattr(s, f[0]) for f in s._fields_))
            print(sizeof(Outer), len(map))
            print(say(array[0]))
            print(say(array[1]))
            array[0] = array[1]
            array[1].again.pair.number = -9
            array[1].end = 8
            """
                .formatted(array.memory.file()));
    int size = array.bytes.capacity() / 2;
    assertEquals(
        (size + " " + 2 * size + "\n")
            + "1 2 True 1.5 1 2 -1 0.25 True 1.5 1 2 3 2 7\n"
            + "2 3 False 2.5 2 3 -2 0.5 False 2.5 2 3 4 4 7\n",
        output);
    assertEquals(outer(2), array.get(0));
    assertEquals(-9, array.get(1).again.pair.number);
    assertEquals(8, array.get(1).end);
  }

  @Test
  void whatCpythonMadeIsAttachedHere() throws Exception {
    String name =
        python(
                """
            shm = SharedMemory(create=True, size=10)
            shm.buf[:5] = b'howdy'
            print(shm.name)
            """)
            .strip();
    try (SharedMemory memory = SharedMemory.attach(name)) {
      assertEquals(10, memory.size());
      byte[] bytes = new byte[5];
      memory.buf().get(bytes);
      assertEquals("howdy", new String(bytes, StandardCharsets.US_ASCII));
      memory.buf().put(9, (byte) 33);
      assertEquals("33\n", python("shm = SharedMemory('%s'); print(shm.buf[9])".formatted(name)));
      memory.unlink();
      assertFalse(Files.exists(Path.of("/dev/shm", name)));
    }
  }

  @Test
  void cpythonReadsAndWritesTheListThatWasMadeHere() throws Exception {
    assumeItsListsAreLaidOutAsToday();
    ShareableList list =
        ShareableList.of("grüß", new byte[] {1, 2}, 1.5f, 7, null, true, 1L << 40, "ab\0\0", "");
    String output =
        python(
            """
            l = ShareableList(name='%s')
            print(ascii(list(l)), l.format)
            l[0] = 'hi'
            l[3] = 2**40
            l[4] = False
            l[5] = None
            l[6] = 0.25
            l[7] = 'ab'
            l[8] = b'xyz'
            """
                .formatted(list.shm().name()));
    assertEquals(
        "['gr\\xfc\\xdf', b'\\x01\\x02', 1.5, 7, None, True, 1099511627776, 'ab', ''] "
            + "8s8sdqxxxxxx?xxxxxxxx?q8s8s\n",
        output);
    assertEquals("hi", list.get(0));
    assertEquals(1L << 40, list.get(3));
    assertEquals(false, list.get(4));
    assertNull(list.get(5));
    assertEquals(0.25, list.get(6));
    assertArrayEquals(new byte[] {'x', 'y', 'z'}, (byte[]) list.get(8));
    list.close();
    list.unlink();
  }

  @Test
  void listThatCpythonMadeIsReadAndWrittenHere() throws Exception {
    assumeItsListsAreLaidOutAsToday();
    String name =
        python(
                """
            l = ShareableList(['howdy', b'HoWdY', -273.154, 100, None, True, 'x' * 20])
            print(l.shm.name)
            """)
            .strip();
    try (ShareableList list = ShareableList.attach(name)) {
      assertEquals(7, list.size());
      assertEquals("8s8sdqxxxxxx?xxxxxxxx?24s", list.format());
      assertEquals("howdy", list.get(0));
      assertEquals(-273.154, list.get(2));
      assertEquals(100L, list.get(3));
      assertNull(list.get(4));
      assertEquals(true, list.get(5));
      assertEquals("x".repeat(20), list.get(6));
      list.set(0, 5);
      list.set(1, "äöü");
      list.set(2, null);
      list.set(3, false);
      list.set(4, 0.5);
      list.set(5, new byte[] {65});
      list.set(6, "y".repeat(24));
      assertEquals(
          "[5, '\\xe4\\xf6\\xfc', None, False, 0.5, b'A', '" + "y".repeat(24) + "']\n",
          python("print(ascii(list(ShareableList(name='%s'))))".formatted(name)));
      list.unlink();
    }
  }
}
