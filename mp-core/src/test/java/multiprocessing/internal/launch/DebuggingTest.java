package multiprocessing.internal.launch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked before a child is debugged. */
class DebuggingTest {
  @TempDir private Path folder;

  @Test
  void runtimeWithoutTheAgentIsNamed() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.createFile(java);
    Files.createDirectory(folder.resolve("lib"));
    Debugging.requireAgent(java); // no runtime at all: nothing is assumed
    Files.createFile(folder.resolve("lib").resolve("modules"));
    String said = assertThrows(IOException.class, () -> Debugging.requireAgent(java)).getMessage();
    assertTrue(
        said.equals(
            "it is to be debugged (multiprocessing.debug), but "
                + folder.toRealPath()
                + " has no debugger agent; add the module jdk.jdwp.agent to that runtime, or do"
                + " without that property"),
        said);
    Debugging.requireAgent(Path.of(System.getProperty("java.home"), "bin", "java"));
  }
}
