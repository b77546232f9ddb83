package multiprocessing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multiprocessing.internal.launch.ChildOptions;
import multiprocessing.spi.Launcher;

/** What can be chosen for a process before its start. */
final class ProcessSettings {
  /** The numbers in the default name; empty in a process that this library did not start. */
  final String identity;

  // Mutable state, guarded by the process that owns it
  String name;
  boolean daemon;
  byte[] authKey;
  List<String> jvmOptions = List.of();
  Map<String, String> environment = Map.of();
  Path directory;

  /** Null for the default one at the time of the start. */
  Context context;

  /** Null for the default ones, which a child that starts nothing need not load. */
  ChildOptions options;

  /** Null for the default one, which a child that starts nothing need not load. */
  Launcher launcher;

  ProcessSettings(String name, String identity, boolean daemon, byte[] authKey) {
    this.name = name;
    this.identity = identity;
    this.daemon = daemon;
    this.authKey = authKey;
  }
}
