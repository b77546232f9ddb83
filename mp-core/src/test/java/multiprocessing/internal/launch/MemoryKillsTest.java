package multiprocessing.internal.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {
  @TempDir Path root;

  @Test
  void eachRiseOfTheCountIsToldOnce() throws IOException {
    Path events = root.resolve("memory.events");
    Files.writeString(events, "low 0\nhigh 3\noom 1\noom_kill 2\noom_group_kill 0\n");
    MemoryKills kills = new MemoryKills(events);
    assertFalse(kills.oneMore());
    Files.writeString(events, "low 0\nhigh 9\noom 2\noom_kill 3\noom_group_kill 0\n");
    assertTrue(kills.oneMore());
    assertFalse(kills.oneMore());
  }

  @Test
  void whereNothingCountsNothingIsTold() {
    assertFalse(new MemoryKills(null).oneMore());
    assertFalse(new MemoryKills(root.resolve("gone")).oneMore());
  }

  @Test
  void theFileOfTheOwnGroupIsFoundInBothVersions() throws IOException {
    Path own = root.resolve("own");
    Path second = file("a/b/memory.events");
    Files.writeString(own, "0::/a/b\n");
    assertEquals(second, MemoryKills.find(root, own));
    Path first = file("memory/docker/c/memory.oom_control");
    Files.writeString(own, "5:cpu,cpuacct:/docker/c\n4:memory:/docker/c\n0::/none\n");
    assertEquals(first, MemoryKills.find(root, own));
  }

  @Test
  void insideAContainerTheRootIsTheOwnGroup() throws IOException {
    Path own = root.resolve("own");
    Files.writeString(own, "4:memory:/not/to/be/seen\n");
    assertNull(MemoryKills.find(root, own));
    Path inside = file("memory/memory.oom_control");
    assertEquals(inside, MemoryKills.find(root, own));
  }

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "oom_kill 0\n");
  }
}
