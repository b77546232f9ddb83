package multiprocessing.internal.launch;

import java.util.List;
import java.util.Map;
import multiprocessing.internal.resource.Family;

/**
 * All that makes one standby different from another: only one of exactly the kind that a task wants
 * may have it.
 *
 * @param family whose member it is
 * @param line its command in all its words
 * @param properties the system properties that a JVM or its libraries may read only once
 * @param preload names of classes to load
 */
record StandbyKind(
    Family family, List<String> line, Map<String, String> properties, List<String> preload) {}
