package multiprocessing.internal.wire;

import java.util.ArrayList;
import java.util.List;

/** Every value that must survive a round trip. */
final class Corpus {
  private Corpus() {}

  static List<Sample> samples() {
    List<Sample> all = new ArrayList<>();
    CorpusValues.addTo(all);
    CorpusCollections.addTo(all);
    CorpusUserTypes.addTo(all);
    CorpusThrowables.addTo(all);
    CorpusLambdas.addTo(all);
    return all;
  }
}
