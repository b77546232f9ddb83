package multiprocessing.internal.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MappingsTest {

  @Test
  void aQuarterOfTheMappingsIsLeftToTheJvm() throws IOException {
    Mappings.requireRoom(49_145, 65_530);
    IOException refused =
        assertThrows(IOException.class, () -> Mappings.requireRoom(49_146, 65_530));
    assertTrue(refused.getMessage().contains("49146 blocks"), refused.getMessage());
    assertTrue(refused.getMessage().contains("vm.max_map_count"), refused.getMessage());
    Mappings.requireRoom(1_000_000, Long.MAX_VALUE); // where the system does not tell
  }
}
